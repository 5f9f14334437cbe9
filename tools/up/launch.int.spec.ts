import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isAlive } from '@tidegate/backing-services';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SERVICES } from './service-environment.ts';

jest.setTimeout(60_000);

const PROGRAM = fileURLToPath(new URL('./fake-platform.spec-helper.ts', import.meta.url));
const NAMES = ['postgres', 'nats', ...SERVICES].sort();

type Printed = {
  ready: boolean;
  url: string;
  token: string;
  endpoints: { name: string; state: string }[];
  home: string;
  pids: Record<string, number>;
};

/** A launcher that runs as a process of its own. */
class Launcher {
  readonly process: ChildProcess;
  readonly said: string[] = [];
  readonly printed: string[] = [];

  constructor(home: string, words: string[] = [], environment: Record<string, string> = {}) {
    this.process = spawn(process.execPath, [PROGRAM, '--json', ...words], {
      env: {
        ...process.env,
        TIDEGATE_HOME: home,
        TIDEGATE_PORT: '0',
        DATABASE_URL: '',
        NATS_URL: '',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: this.process.stdout! }).on('line', (line) => this.printed.push(line));
    createInterface({ input: this.process.stderr! }).on('line', (line) => this.said.push(line));
  }

  async ready(): Promise<Printed> {
    await until(() => this.printed.length > 0 || this.process.exitCode !== null);
    if (this.printed.length === 0) throw new Error(this.said.join('\n'));
    return JSON.parse(this.printed[0]!) as Printed;
  }

  async exitCode(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }
}

const until = async (holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> => {
  for (const deadline = Date.now() + withinMs; !(await holds()); await pause(30))
    if (Date.now() > deadline) throw new Error(`did not happen within ${withinMs} ms: ${String(holds)}`);
};

const allGone = async (pids: Record<string, number>): Promise<boolean> =>
  !(await Promise.all(Object.values(pids).map(isAlive))).includes(true);

let home: string;
const launchers: Launcher[] = [];

const launch = (words: string[] = [], environment: Record<string, string> = {}): Launcher => {
  const launcher = new Launcher(home, words, environment);
  launchers.push(launcher);
  return launcher;
};
const story = async (): Promise<string[]> => (await readFile(join(home, 'story'), 'utf8')).trim().split('\n');
const pidOf = async (name: string): Promise<number> =>
  Number.parseInt(await readFile(join(home, 'run', `${name}.pid`), 'utf8').catch(() => ''), 10);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'launch-int-'));
  await chmod(home, 0o711);
});
afterEach(async () => {
  for (const launcher of launchers.splice(0)) {
    launcher.process.kill('SIGTERM');
    await launcher.exitCode();
  }
  await rm(home, { recursive: true, force: true });
});

describe('a launcher', () => {
  it('names TIDEGATE_PORT when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const launcher = launch([], { TIDEGATE_PORT: String(port) });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.said.at(-1)).toMatch(
      new RegExp(`^tidegate: port ${port} .* set TIDEGATE_PORT to another port`),
    );
    server.close();
  });

  it('prints one line of JSON with all one needs, shares its home with nobody, and starts again what dies', async () => {
    const launcher = launch();
    const { ready, url, token, endpoints, pids, ...rest } = await launcher.ready();
    const grpc: unknown = expect.stringMatching(/^127\.0\.0\.1:\d+$/);
    const console = `${url}/?code=once`;
    expect({ ready, token, rest }).toEqual({
      ready: true,
      token: 'tenant-token-1',
      rest: { home, grpc, console },
    });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(endpoints).toMatchObject([{ name: 'hello', state: 'running' }]);
    expect(Object.keys(pids).sort()).toEqual(NAMES);
    await readFile(join(home, 'models', 'tidegate', 'tiny', 'model.gguf'));

    const second = launch();
    expect(await second.exitCode()).toBe(1);
    const holder = launcher.process.pid;
    expect(second.said).toEqual([`tidegate: Tidegate already runs from this home, by process ${holder}`]);

    for (const name of ['billing', 'nats', 'postgres']) {
      process.kill(pids[name]!, 'SIGKILL');
      await until(async () => (await pidOf(name)) > 0 && (await pidOf(name)) !== pids[name]);
      const end = new RegExp(`^${name} ended \\(signal SIGKILL\\) .*; starting it again in 0\\.2 s$`);
      expect(launcher.said).toContainEqual(expect.stringMatching(end));
      expect(await isAlive(await pidOf(name))).toBe(true);
    }
    expect(launcher.printed).toHaveLength(1);
  });
});

describe('a launcher that is told to stop', () => {
  it('stops the agent first, leaves nothing running and keeps the data', async () => {
    const launcher = launch(['--no-sample']);
    const { pids } = await launcher.ready();
    launcher.process.kill('SIGTERM');
    expect(await launcher.exitCode()).toBe(0);
    const ends = (await story()).filter((line) => !line.endsWith('ready'));
    expect(ends.slice(0, 2)).toEqual(['agent stops', 'agent stopped']);
    expect(ends).toHaveLength(2 * SERVICES.length);
    expect(await allGone(pids)).toBe(true);
    expect((await readdir(join(home, 'run'))).sort()).toEqual(['ports.json']);
    expect(await readdir(join(home, 'postgres'))).toContain('PG_VERSION');
  });

  it('stops at once when told twice', async () => {
    const launcher = launch(['--no-sample']);
    const { pids } = await launcher.ready();
    process.kill(pids['agent']!, 'SIGSTOP');
    launcher.process.kill('SIGINT');
    await until(() => launcher.said.some((line) => line.startsWith('stopping')));
    launcher.process.kill('SIGINT');
    expect(await launcher.exitCode()).toBe(130);
    await until(() => allGone(pids));
  });

  it('stops while it is still coming up', async () => {
    const launcher = launch(['--no-sample']);
    await until(() => launcher.said.some((line) => line.includes('nats')));
    launcher.process.kill('SIGTERM');
    expect(await launcher.exitCode()).toBe(0);
    expect(launcher.printed).toEqual([]);
    expect((await readdir(join(home, 'run'))).sort()).toEqual(['ports.json']);
  });
});

describe('a launcher that is killed', () => {
  it('leaves nothing running, and the next one starts on the same data', async () => {
    const killed = launch(['--no-sample']);
    const { pids } = await killed.ready();
    killed.process.kill('SIGKILL');
    await until(() => allGone(pids));
    expect((await story()).filter((line) => line.endsWith('orphaned'))).toHaveLength(SERVICES.length);
    await launch(['--no-sample']).ready();
  });

  it('is followed at once by the next one, even if a service hangs', async () => {
    const killed = launch(['--no-sample']);
    const { pids } = await killed.ready();
    process.kill(pids['billing']!, 'SIGSTOP');
    killed.process.kill('SIGKILL');
    const next = await launch(['--no-sample']).ready();
    expect(await allGone(pids)).toBe(true);
    expect(Object.keys(next.pids).sort()).toEqual(NAMES);
  });
});

describe('a fresh start', () => {
  it('wipes what was there', async () => {
    const first = launch(['--no-sample']);
    await first.ready();
    first.process.kill('SIGTERM');
    await first.exitCode();
    const before = await readFile(join(home, 'secrets', 'postgres-password'), 'utf8');
    const second = launch(['--no-sample', '--fresh']);
    await second.ready();
    expect(second.said[0]).toContain(`wiped ${home}`);
    expect(await readFile(join(home, 'secrets', 'postgres-password'), 'utf8')).not.toBe(before);
    expect((await story()).filter((line) => line === 'agent ready')).toHaveLength(1);
  });
});
