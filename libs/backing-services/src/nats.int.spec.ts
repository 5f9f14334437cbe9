import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Nats, type NatsOptions, startNats } from './nats.ts';
import { commandOf, isAlive } from './process-facts.ts';
import type { Exit } from './server-process.ts';

const token = 'a-token-of-the-test';
let folder: string;
let server: Nats;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nats-int-'));
});
afterEach(() => server.stop());
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async (more: Partial<NatsOptions> = {}): Promise<Nats> => {
  server = await startNats({ storeDir: join(folder, 'store'), token, ...more });
  return server;
};

const withNats = async <T>(work: (connection: NatsConnection) => Promise<T>): Promise<T> => {
  const connection = await connect({ servers: server.url, token });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
};

describe('nats-server', () => {
  it('keeps a stream through kill -9 and a start on the same port', async () => {
    const port = await freePort();
    const { promise: exit, resolve: onExit } = Promise.withResolvers<Exit>();
    await start({ port, onExit });
    await withNats(async (connection) => {
      await (await jetstreamManager(connection)).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
      await jetstream(connection).publish('kept.one', 'first');
    });
    process.kill(server.pid, 'SIGKILL');
    await expect(exit).resolves.toEqual({ code: null, signal: 'SIGKILL' });
    await start({ port });
    const { state } = await withNats(async (connection) =>
      (await jetstreamManager(connection)).streams.info('KEPT'),
    );
    expect(state.messages).toBe(1);
  });

  it('lets nobody in without the token', async () => {
    await start();
    await expect(connect({ servers: server.url, maxReconnectAttempts: 0 })).rejects.toThrow(/authorization/i);
  });

  it('takes messages of 8 MB', async () => {
    await start();
    await withNats(async ({ info }) => {
      expect(info?.max_payload).toBe(8 * 1024 * 1024);
      return Promise.resolve();
    });
  });

  it('has its token in a file of its owner alone, and not in its command line', async () => {
    await start();
    expect((await stat(join(folder, 'store', 'nats.conf'))).mode & 0o777).toBe(0o600);
    expect(await commandOf(server.pid)).not.toContain(token);
  });
});

describe('nats-server with what an earlier one left', () => {
  it('stops a live server of the same store first', async () => {
    const first = await start();
    await start();
    expect(await isAlive(first.pid)).toBe(false);
  });

  it('lets a program alone that has the old pid now', async () => {
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(stranger, 'spawn');
    await writeFile(join(folder, 'store', 'nats.pid'), `${stranger.pid}`);
    await start();
    expect(stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
  });
});

describe('nats-server that cannot start', () => {
  it('shows its last lines when the port is taken', async () => {
    await start();
    const storeDir = join(folder, 'other');
    await expect(startNats({ storeDir, port: server.port, token })).rejects.toThrow(
      /nats-server .*address already in use/s,
    );
  });

  it('gives up on a port where something else listens', async () => {
    await start();
    const port = await freePort();
    const silent = createServer().listen(port, '127.0.0.1');
    await once(silent, 'listening');
    await expect(startNats({ storeDir: join(folder, 'other'), port, token })).rejects.toThrow(
      'nats-server ended with',
    );
    silent.close();
  });
});
