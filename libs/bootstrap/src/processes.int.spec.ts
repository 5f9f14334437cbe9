import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, testDatabase, testNats, type TestDatabase, type TestNats } from '@tidegate/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(120_000);

const dist = (path: string): string => new URL(`../../${path}`, import.meta.url).href;
const installed = (path: string): string => new URL(`../../../node_modules/${path}`, import.meta.url).href;
/** A service that tells on a port of its own which process it is. It runs from what was built. */
const PROGRAM = `
import { createServer } from 'node:http';
import { defineConfig, start, Readiness } from '${dist('bootstrap/dist/index.js')}';
import { EventingModule } from '${dist('eventing/dist/nest/index.js')}';
const { z } = await import('${installed('zod/index.js')}');
const { Inject, Module } = await import('${installed('@nestjs/common/index.js')}');
const config = defineConfig('spec', {
  TIDEGATE_SPEC_LISTEN: z.coerce.number(),
  TIDEGATE_SPEC_UNREADY: z.string().optional(),
  TIDEGATE_SPEC_FAILS: z.string().optional(),
});
let reloads = 0;
process.on('SIGHUP', () => reloads++);
class Spec {
  server = createServer((req, res) => {
    if (req.url === '/crash') process.exit(3);
    if (req.url === '/slow') setTimeout(() => res.end('slow'), 1000);
    else res.end(JSON.stringify({ pid: process.pid, reloads }));
  });
  constructor(readiness) {
    readiness.register('spec', () => !config.TIDEGATE_SPEC_UNREADY);
  }
  async onApplicationBootstrap() {
    if (config.TIDEGATE_SPEC_FAILS) throw new Error('it cannot start');
    await new Promise((resolve) => this.server.listen(config.TIDEGATE_SPEC_LISTEN, '127.0.0.1', resolve));
  }
  async onModuleDestroy() {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
Inject(Readiness)(Spec, undefined, 0);
class SpecModule {}
Module({ imports: [EventingModule.forRoot({ service: 'spec', relay: true })], providers: [Spec] })(SpecModule);
await start({ module: SpecModule, config, processes: () => 2 });
`;

type Run = Readonly<{ child: ChildProcess; output: () => string; exit: Promise<number | null> }>;
type Who = Readonly<{ pid: number; reloads: number }>;

/** A connection of its own for each request. */
const ask = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false });
    const req = get(url, { agent }, (res: IncomingMessage) => {
      let text = '';
      res.on('data', (part: Buffer) => (text += part.toString()));
      res.on('end', () => resolve(text));
      res.on('error', reject);
    });
    req.on('error', reject);
  });

describe('a service of several processes', () => {
  let home: string;
  let database: TestDatabase;
  let nats: TestNats;
  let listen = 0;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    [home, database, nats] = await Promise.all([
      mkdtemp(join(tmpdir(), 'tidegate-processes-')),
      testDatabase(),
      testNats(),
    ]);
    await writeFile(join(home, 'main.mjs'), PROGRAM);
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await Promise.all([database.drop(), nats.drop(), rm(home, { recursive: true, force: true })]);
  });

  const run = (env: Record<string, string> = {}): Run => {
    listen = 20_000 + Math.floor(Math.random() * 10_000);
    const servers = { DATABASE_URL: database.url, NATS_URL: nats.url, NATS_TOKEN: nats.token };
    const child = spawn(process.execPath, [join(home, 'main.mjs')], {
      env: { PATH: process.env['PATH'], ...servers, TIDEGATE_SPEC_LISTEN: String(listen), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    running.push(child);
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => parts.push(part));
    const exit = new Promise<number | null>((resolve) =>
      child.once('exit', (code) => setTimeout(() => resolve(code), 50)),
    );
    return { child, output: () => Buffer.concat(parts).toString(), exit };
  };
  const healthOf = ({ output }: Run): Promise<string> =>
    eventually(() => {
      const port = /their health is on 127\.0\.0\.1:(\d+)/.exec(output())?.[1];
      expect({ port, output: output() }).toMatchObject({ port: expect.any(String) });
      return `http://127.0.0.1:${port}`;
    });
  const ready = async (service: Run): Promise<string> => {
    const health = await healthOf(service);
    await eventually(async () => expect(await ask(`${health}/readyz`)).toContain('"ready":true'), 60_000);
    return health;
  };
  const who = async (): Promise<Who> => JSON.parse(await ask(`http://127.0.0.1:${listen}/`)) as Who;
  const pids = async (): Promise<Set<number>> => {
    // Whoever is free takes the next one, so many come at a time.
    const seen = await Promise.all(Array.from({ length: 60 }, who));
    return new Set(seen.map(({ pid }) => pid));
  };

  it('shares its port, and tells of all of them in one place', async () => {
    const service = run();
    const health = await ready(service);
    await eventually(async () => {
      expect((await pids()).size).toBe(2);
    });
    expect(JSON.parse(await ask(`${health}/readyz`))).toEqual({
      ready: true,
      parts: {
        'process 1': true,
        'process 1 bus': true,
        'process 1 spec': true,
        'process 2': true,
        'process 2 bus': true,
        'process 2 spec': true,
      },
    });
    const metrics = await ask(`${health}/metrics`);
    expect(metrics.match(/^target_info\{process="[12]",/gm)).toHaveLength(2);
    expect(metrics.match(/^# TYPE target_info/gm)).toHaveLength(1);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('starts one that died again, and callers meanwhile reach the other', async () => {
    const service = run();
    const health = await ready(service);
    const before = await eventually(async () => {
      const seen = await pids();
      expect(seen.size).toBe(2);
      return seen;
    });
    await expect(ask(`http://127.0.0.1:${listen}/crash`)).rejects.toThrow();
    expect(before).toContain((await who()).pid);
    await eventually(async () => {
      expect((await pids()).size).toBe(2);
    }, 60_000);
    await eventually(async () => {
      expect([...(await pids())].filter((pid) => !before.has(pid))).toHaveLength(1);
    });
    await ready(service);
    expect(await ask(`${health}/healthz`)).toBe('{"ok":true}');
    expect(service.output()).toContain('ended (exit code 3)');
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('is ready when each of them is', async () => {
    const service = run({ TIDEGATE_SPEC_UNREADY: 'yes' });
    const health = await healthOf(service);
    await eventually(async () => {
      expect(JSON.parse(await ask(`${health}/readyz`))).toMatchObject({
        ready: false,
        parts: { 'process 1': true, 'process 2': true, 'process 2 spec': false },
      });
    }, 60_000);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('hands a SIGHUP on', async () => {
    const service = run();
    await ready(service);
    service.child.kill('SIGHUP');
    await eventually(async () => {
      const both = [await who(), await who()];
      expect(both.map(({ reloads }) => reloads)).toEqual([1, 1]);
    });
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('finishes what it has begun when it is told to stop', async () => {
    const service = run();
    await ready(service);
    const answers = Array.from({ length: 6 }, () => ask(`http://127.0.0.1:${listen}/slow`));
    await new Promise((resolve) => setTimeout(resolve, 300));
    service.child.kill('SIGTERM');
    expect(await Promise.all(answers)).toEqual(Array<string>(6).fill('slow'));
    expect(await service.exit).toBe(0);
  });

  it('ends as one process would when none can start', async () => {
    const service = run({ TIDEGATE_SPEC_FAILS: 'yes' });
    expect(await service.exit).toBe(1);
    expect(service.output()).toContain('it cannot start');
  });

  it('ends when its first process is gone', async () => {
    const service = run();
    await ready(service);
    const all = await pids();
    expect(all.size).toBeGreaterThan(0);
    service.child.kill('SIGKILL');
    await service.exit;
    await eventually(() => {
      for (const pid of all) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    });
  });
});
