import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { filled, selectorsIn } from '@tidegate/testing';
import { replicas, until } from './endpoints.ts';
import { Platform, eventually } from './platform.ts';
import { Prometheus } from './dashboards/prometheus.ts';

const SPEC = {
  name: 'watched',
  model: 'demo/watched',
  framework: 'engine-double',
  hardware: 'cpu-1x',
  engineArguments: { ttftMs: 50, tokensPerSecond: 50, tokens: 4 },
  scaling: { minReplicas: 0, maxReplicas: 1, idleTimeoutSeconds: 5 },
};
/** Told only where TLS ends at the gateway, and once an hour was closed. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'tidegate_gateway_certificate_expires_timestamp_seconds',
  'tidegate_billing_closed_until_timestamp_seconds',
]);
/** How the names of alerts begin. */
const ALERT = 'Tidegate';
const SEEN_SECONDS = 300;

type Panel = Readonly<{ title: string; type: string; targets?: readonly Readonly<{ expr: string }>[] }>;
type Board = Readonly<{ title: string; panels: readonly Panel[] }>;

const folder = new URL('../infra/grafana/dashboards/', import.meta.url);
const BOARDS = await Promise.all(
  (await readdir(folder)).map(
    async (name) => JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Board,
  ),
);

let platform: Platform;
let prometheus: Prometheus;
let endpointId: string;
beforeAll(async () => {
  platform = await Platform.start({ args: ['--no-sample'] });
  prometheus = await Prometheus.start(platform.home);
}, 150_000);
afterAll(async () => {
  await prometheus.stop();
  await platform.stop();
}, 90_000);

const call = async (): Promise<void> => {
  const { status } = await platform.send('POST', '/v1/chat/completions', {
    body: { model: endpointId, max_tokens: 4, messages: [{ role: 'user', content: 'hello' }] },
    headers: { prefer: 'wait=60' },
  });
  expect(status).toBe(200);
};

const calls = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) {
    await call();
    await pause(200);
  }
};

const asleep = async (): Promise<void> => {
  await until(platform, endpointId, ({ replicas: { desired } }) => desired === 0, 90_000);
  await eventually(async () => {
    const states = (await replicas(platform, endpointId)).map(({ state }) => state);
    expect(states.filter((state) => state !== 'stopped')).toEqual([]);
  });
};

const ports = async (): Promise<Record<string, number>> =>
  JSON.parse(await readFile(join(platform.home, 'run/ports.json'), 'utf8')) as Record<string, number>;

const lines = ({ targets = [] }: Panel): string[] =>
  targets.map(({ expr }) => filled(expr, { __rate_interval: '30s', endpoint: endpointId }));

describe('a real Prometheus on a platform that has woken, served and slept', () => {
  it('reaches everything that the launcher has written down', async () => {
    ({ id: endpointId } = await platform.create(SPEC));
    await until(platform, endpointId, ({ replicas: { ready } }) => ready > 0, 90_000);
    await calls(5);
    await asleep();
    await calls(5);
    // What was counted once has not grown yet: each number is seen at least twice.
    await asleep();
    await calls(40);
    const targets = await prometheus.targets();
    expect(targets.filter(({ health }) => health !== 'up')).toEqual([]);
    expect(targets.map(({ labels }) => labels['service'])).toEqual(
      expect.arrayContaining([
        'api',
        'scheduler',
        'scaler',
        'billing',
        'logs',
        'metrics',
        'notifier',
        'gateway',
        'agent',
      ]),
    );
  }, 240_000);

  it('finds every metric and label that a board or a rule reads', async () => {
    const inRules = (await prometheus.rules()).map(({ query }) => query);
    const inBoards = BOARDS.flatMap(({ panels }) => panels).flatMap(lines);
    const read = [...inRules, ...inBoards].flatMap(selectorsIn);
    await eventually(async () => {
      const unknown = new Set<string>();
      for (const { metric, labels } of read)
        if (!NOT_HERE.has(metric) && !(await prometheus.knows(metric, labels)))
          unknown.add(`${metric} ${labels.join(' ')}`);
      expect([...unknown]).toEqual([]);
    }, 90_000);
  }, 120_000);

  it.each(BOARDS)(
    'draws “$title”',
    async ({ panels }) => {
      for (const panel of panels)
        for (const expr of lines(panel))
          // What has just happened may not have been scraped twice yet.
          await eventually(async () => {
            const series = await prometheus.range(expr, SEEN_SECONDS);
            const points = series.flatMap(({ values }) => values).map(([, value]) => Number(value));
            const drawn = points.some((value) => Number.isFinite(value));
            expect({ panel: panel.title, expr, drawn }).toEqual({ panel: panel.title, expr, drawn: true });
          });
    },
    120_000,
  );

  it('evaluates every rule, and is told of nothing', async () => {
    const rules = await prometheus.rules();
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(rules.filter(({ name, state }) => name.startsWith(ALERT) && state === 'firing')).toEqual([]);
    expect(rules.length).toBeGreaterThan(30);
  });

  it('is given pages in its own form', async () => {
    for (const [service, port] of Object.entries(await ports()))
      for (const path of service === 'metrics' ? ['/metrics', '/metrics/endpoints'] : ['/metrics']) {
        const page = await fetch(`http://127.0.0.1:${String(port)}${path}`).catch(() => undefined);
        if (page?.status !== 200) continue;
        const problems = await checked(await page.text());
        expect({ service, path, problems: problems.filter((line) => !KNOWN.test(line)) }).toEqual({
          service,
          path,
          problems: [],
        });
      }
    const endpoints = await fetch(`http://127.0.0.1:${String((await ports())['metrics'])}/metrics/endpoints`);
    expect(endpoints.status).toBe(200);
  });
});

/** `target_info` is OpenTelemetry's; the linter wants no such name, and a word of help for each. */
const KNOWN = /^target_info |no help text/;

const checked = (page: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      process.env['PROMTOOL'] ?? 'promtool',
      ['check', 'metrics'],
      (error, out, errors) => {
        // 3: it has found something to say.
        if (error && error.code !== 3) reject(new Error(errors));
        else resolve(`${out}${errors}`.split('\n').filter((line) => line !== ''));
      },
    );
    child.stdin?.end(page);
  });
