import { describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrapeTargets, writeTargets } from './scrape-targets.ts';

const PORTS = { gateway: 7001, metrics: 7002, postgres: 7003 };

describe('what a Prometheus scrapes', () => {
  it('is every service and no other server, and of the metrics service its page of endpoints as well', () => {
    expect(scrapeTargets(PORTS)).toEqual([
      { targets: ['127.0.0.1:7002'], labels: { service: 'metrics' } },
      { targets: ['127.0.0.1:7002'], labels: { service: 'metrics', __metrics_path__: '/metrics/endpoints' } },
      { targets: ['127.0.0.1:7001'], labels: { service: 'gateway' } },
    ]);
  });

  it('is written as a whole, each time anew', async () => {
    const home = await mkdtemp(join(tmpdir(), 'tidegate-targets-'));
    try {
      await writeTargets(home, { gateway: 1 });
      await writeTargets(home, PORTS);
      expect(await readdir(join(home, 'prometheus'))).toEqual(['targets.json']);
      const text = await readFile(join(home, 'prometheus/targets.json'), 'utf8');
      expect(JSON.parse(text)).toEqual(scrapeTargets(PORTS));
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
