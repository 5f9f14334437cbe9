import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, testDatabase, testNats, type TestDatabase, type TestNats } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

const dist = (path: string): string => new URL(`../../${path}`, import.meta.url).href;
/** A service of two settings, as its main.ts would be. It runs from what was built. */
const PROGRAM = `
import { defineConfig, start } from '${dist('bootstrap/dist/index.js')}';
import { EventingModule } from '${dist('eventing/dist/nest/index.js')}';
const { z } = await import('${new URL('../../../node_modules/zod/index.js', import.meta.url).href}');
const { Logger, Module } = await import('${new URL('../../../node_modules/@nestjs/common/index.js', import.meta.url).href}');
class Spec {
  onApplicationBootstrap() { new Logger('Spec').log('hooked'); }
}
class SpecModule {}
Module({ imports: [EventingModule.forRoot({ service: 'spec', relay: true })], providers: [Spec] })(SpecModule);
const config = defineConfig('spec', { TIDEGATE_SPEC_SECONDS: z.coerce.number().int().min(1).max(60).default(5) });
await start({ module: SpecModule, config });
if (process.env.TIDEGATE_SPEC_CRASHES) setTimeout(() => { throw new Error('a bug postgres://u:hunter2@db'); }, 100);
`;

type Run = Readonly<{ child: ChildProcess; output: () => string; exit: Promise<number | null> }>;

describe('the program of a service', () => {
  let home: string;
  let database: TestDatabase;
  let nats: TestNats;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    [home, database, nats] = await Promise.all([
      mkdtemp(join(tmpdir(), 'tidegate-start-')),
      testDatabase(),
      testNats(),
    ]);
    await writeFile(join(home, 'main.mjs'), PROGRAM);
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all([database.drop(), nats.drop(), rm(home, { recursive: true, force: true })]);
  });

  const run = (env: Record<string, string> = {}, ...given: string[]): Run => {
    const servers = { DATABASE_URL: database.url, NATS_URL: nats.url, NATS_TOKEN: nats.token };
    const child = spawn(process.execPath, [join(home, 'main.mjs'), ...given], {
      env: { PATH: process.env['PATH'], ...servers, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.push(child);
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => parts.push(part));
    // Not 'close': that one never comes once the channel was disconnected.
    const exit = new Promise<number | null>((resolve) =>
      child.once('exit', (code) => setTimeout(() => resolve(code), 50)),
    );
    return { child, output: () => Buffer.concat(parts).toString(), exit };
  };
  const started = async ({ output }: Run): Promise<string> =>
    eventually(() => {
      const port = /listens on 127\.0\.0\.1:(\d+)/.exec(output())?.[1];
      expect({ port, output: output() }).toMatchObject({ port: expect.any(String) });
      return `http://127.0.0.1:${port}`;
    });

  it('checks its settings and nothing else when it is asked to', async () => {
    const { exit, output } = run({ NATS_URL: 'nats://127.0.0.1:1' }, '--check-config');
    expect(await exit).toBe(0);
    expect(output()).toBe('spec: the settings are valid\n');
  });

  it.each([[['--check-config']], [[]]])(
    'ends with 2 and one line per problem when they are wrong (%j)',
    async (given) => {
      const { exit, output } = run({ TIDEGATE_SPEC_SECONDS: '61', LOG_LEVEL: 'loud' }, ...given);
      expect(await exit).toBe(2);
      expect(output().split('\n')).toEqual([
        'spec cannot start:',
        expect.stringMatching(/^ {2}LOG_LEVEL: .*"debug"/),
        expect.stringMatching(/^ {2}TIDEGATE_SPEC_SECONDS: .*<=60/),
        '',
      ]);
    },
  );

  it('tells whether it lives, whether it is ready, and its numbers', async () => {
    const service = run();
    const url = await started(service);
    const [health, ready, metrics] = await Promise.all(
      ['healthz', 'readyz', 'metrics'].map((path) => fetch(`${url}/${path}`)),
    );
    expect([health!.status, await health!.json()]).toEqual([200, { ok: true }]);
    expect([ready!.status, await ready!.json()]).toEqual([200, { ready: true, parts: { bus: true } }]);
    expect(metrics!.status).toBe(200);
    expect(await metrics!.text()).toContain('target_info{service_name="tidegate-spec"');
    // Each hook of each part runs once.
    expect(service.output().match(/"hooked"/g)).toHaveLength(1);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s', async (signal) => {
    const service = run();
    await started(service);
    service.child.kill(signal);
    expect(await service.exit).toBe(0);
    expect(service.output()).toContain(`"why":"${signal}"`);
  });

  it('ends in order when whoever started it is gone', async () => {
    const service = run();
    await started(service);
    service.child.disconnect();
    expect(await service.exit).toBe(0);
    expect(service.output()).toContain('the launcher is gone');
  });

  it.each([
    ['is told to', (child: ChildProcess) => child.kill('SIGTERM')],
    ['its launcher is gone', (child: ChildProcess) => child.disconnect()],
  ])('ends at once when it %s while it waits for its servers', async (_why, end) => {
    const service = run({ NATS_URL: 'nats://127.0.0.1:1', DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' });
    await eventually(() => expect(service.output()).toContain('waiting for'), 20_000);
    end(service.child);
    expect(await service.exit).toBe(0);
  });

  it('ends with 1 when NATS refuses its token, saying so and not the token', async () => {
    const { exit, output } = run({ NATS_TOKEN: 'hunter2hunter2' });
    expect(await exit).toBe(1);
    expect(output()).toContain('NATS refuses the token');
    expect(output()).not.toContain('hunter2');
  });

  it('ends with 1 when it has no Postgres to keep its data in', async () => {
    const { exit, output } = run({ DATABASE_URL: '' });
    expect(await exit).toBe(1);
    expect(output()).toContain('DATABASE_URL is not set');
  });

  it('ends with 1 and a line for the log when it has a bug', async () => {
    const { exit, output } = run({ TIDEGATE_SPEC_CRASHES: 'yes' });
    expect(await exit).toBe(1);
    const last = JSON.parse(output().trim().split('\n').at(-1)!) as object;
    expect(last).toMatchObject({ level: 'fatal', service: 'spec', msg: 'a bug postgres://u:[redacted]@db' });
  });
});
