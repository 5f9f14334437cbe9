import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort, startNats, startPostgres } from '@tidegate/backing-services';

const MAIN = resolve(import.meta.dirname, '../../dist/main.js');

type Server = Readonly<{ pid: number; port: number; url: string; stop: () => Promise<void> }>;

/** A server that can be killed and comes back on its port, with what it had stored. */
const mortal = async (start: (port?: number) => Promise<Server>) => {
  let server = await start();
  return {
    url: server.url,
    dieAndReturn: async (): Promise<void> => {
      process.kill(server.pid, 'SIGKILL');
      await ended(server.pid);
      server = await start(server.port);
    },
    stop: () => server.stop(),
  };
};

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ended = async (pid: number): Promise<void> => {
  while (isThere(pid)) await new Promise((later) => setTimeout(later, 10));
};

/** A Postgres and a nats-server that can be killed. */
export const mortalServers = async () => {
  // PostgreSQL runs as another user where this is root, who must reach the folder.
  const home = await mkdtemp(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'tidegate-kills-'));
  const token = randomBytes(18).toString('base64url');
  const password = randomBytes(18).toString('base64url');
  const at = (port?: number) => ({ temporaryFolder: home, ...(port && { port }) });
  const [nats, postgres] = await Promise.all([
    mortal((port) => startNats({ storeDir: join(home, 'nats'), token, ...at(port) })),
    mortal((port) => startPostgres({ dataDir: join(home, 'postgres'), password, ...at(port) })),
  ]);
  return {
    nats,
    postgres,
    beside: { databaseUrl: postgres.url, natsUrl: nats.url, natsToken: token },
    drop: async () => {
      await Promise.all([nats.stop(), postgres.stop()]);
      await rm(home, { recursive: true, force: true });
    },
  };
};

type Beside = Awaited<ReturnType<typeof mortalServers>>['beside'];

/** A gateway as a process of its own, always on the same port. */
export const gatewayProcess = async ({ databaseUrl, natsUrl, natsToken }: Beside) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const start = (): ChildProcess =>
    spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: databaseUrl,
        NATS_URL: natsUrl,
        NATS_TOKEN: natsToken,
        TIDEGATE_PORT: String(port),
        TIDEGATE_GATEWAY_PORT: '0',
        LOG_LEVEL: 'error',
      },
    });
  let child = start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exit = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await exit;
  };
  return {
    url,
    dieAndReturn: async () => {
      await end('SIGKILL');
      child = start();
    },
    stop: () => end('SIGTERM'),
  };
};
