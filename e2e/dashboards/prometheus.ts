import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '../platform.ts';

const infra = fileURLToPath(new URL('../../infra/prometheus', import.meta.url));
const PROGRAM = process.env['PROMETHEUS'] ?? 'prometheus';

type Value = readonly [atSeconds: number, value: string];
export type Series = Readonly<{ metric: Readonly<Record<string, string>>; values: readonly Value[] }>;
export type Target = Readonly<{
  health: string;
  lastError: string;
  labels: Readonly<Record<string, string>>;
}>;
export type Rule = Readonly<{
  name: string;
  query: string;
  health: string;
  lastError?: string;
  state?: string;
}>;

/** A real Prometheus with the rules and the scrape configuration of this repository, but each second, on one platform's targets. */
export class Prometheus {
  private readonly child: ChildProcess;
  private readonly url: string;
  private readonly folder: string;

  private constructor(child: ChildProcess, url: string, folder: string) {
    this.child = child;
    this.url = url;
    this.folder = folder;
  }

  /** @param home of the platform, whose launcher has written what is to be scraped */
  static async start(home: string): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-prometheus-'));
    const config = await readFile(join(infra, 'prometheus.yml'), 'utf8');
    const eachSecond = config.replace(/_interval: \d+s/g, '_interval: 1s');
    await Promise.all([
      writeFile(join(folder, 'prometheus.yml'), eachSecond),
      symlink(join(infra, 'rules'), join(folder, 'rules')),
      symlink(join(home, 'prometheus'), join(folder, 'targets')),
    ]);
    const address = `127.0.0.1:${String(await freePort())}`;
    const child = spawn(
      PROGRAM,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await once(child, 'spawn');
    const started = new Prometheus(child, `http://${address}`, folder);
    await eventually(() => started.ask('/api/v1/status/runtimeinfo', {}));
    return started;
  }

  /** Of the last seconds, one point for each. */
  async range(expr: string, seconds: number): Promise<Series[]> {
    const end = Date.now() / 1000;
    const asked = { query: expr, start: String(end - seconds), end: String(end), step: '1' };
    return (await this.ask<{ result: Series[] }>('/api/v1/query_range', asked)).result;
  }

  /** Whether a metric was ever seen, with these labels. */
  async knows(metric: string, labels: readonly string[]): Promise<boolean> {
    const chosen = labels.map((label) => `${label}!=""`).join(',');
    const found = await this.ask<unknown[]>('/api/v1/series', { 'match[]': `${metric}{${chosen}}` });
    return found.length > 0;
  }

  async targets(): Promise<readonly Target[]> {
    return (await this.ask<{ activeTargets: Target[] }>('/api/v1/targets', {})).activeTargets;
  }

  async rules(): Promise<readonly Rule[]> {
    const { groups } = await this.ask<{ groups: { rules: Rule[] }[] }>('/api/v1/rules', {});
    return groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    if (this.child.kill()) await ended;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ask<T>(path: string, search: Record<string, string>): Promise<T> {
    const answer = await fetch(`${this.url}${path}?${new URLSearchParams(search).toString()}`);
    const { data, error } = (await answer.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${JSON.stringify(search)}: ${error}`);
    return data;
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
