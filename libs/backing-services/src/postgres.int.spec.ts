import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { commandOf, isAlive } from './process-facts.ts';
import { type Postgres, type PostgresOptions, startPostgres } from './postgres.ts';
import type { Exit } from './server-process.ts';

const password = "it's a p@ss/word";
let folder: string;
let server: Postgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-int-'));
  await chmod(folder, 0o711);
});
afterEach(() => server.stop());
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async (more: Partial<PostgresOptions> = {}): Promise<Postgres> => {
  server = await startPostgres({ dataDir: join(folder, 'data'), password, ...more });
  return server;
};

const ask = async (statement: string, url = server.url): Promise<unknown[][]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: statement, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
};

describe('Postgres', () => {
  it('keeps what was committed through kill -9 and a start on the same port', async () => {
    const port = await freePort();
    const { promise: exit, resolve: onExit } = Promise.withResolvers<Exit>();
    await start({ port, onExit });
    await ask('create table kept as select 42 as answer');
    process.kill(server.pid, 'SIGKILL');
    await expect(exit).resolves.toEqual({ code: null, signal: 'SIGKILL' });
    await start({ port });
    expect(await ask('select answer from kept')).toEqual([[42]]);
  });

  it('commits durably, sorts by code point and listens on loopback alone', async () => {
    await start();
    const rows = await ask(`select current_setting('fsync'), current_setting('synchronous_commit'),
      current_setting('listen_addresses'), current_setting('unix_socket_directories'), 'a' < 'B'`);
    expect(rows).toEqual([['on', 'on', '127.0.0.1', '', false]]);
  });

  it('keeps its data from others, and its password out of its command line', async () => {
    await start();
    expect((await stat(server.dataDir)).mode & 0o777).toBe(0o700);
    expect(await commandOf(server.pid)).not.toContain(password);
  });

  it('refuses a wrong password', async () => {
    await start();
    await expect(ask('select 1', server.url.replace('p%40ss', 'pass'))).rejects.toThrow('password');
  });

  it('does not call onExit for a stop', async () => {
    const exits: Exit[] = [];
    await start({ onExit: (exit) => exits.push(exit) });
    await server.stop();
    expect(exits).toEqual([]);
  });
});

describe('Postgres started by root', () => {
  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('runs as nobody', async () => {
    await start();
    expect((await stat(server.dataDir)).uid).toBe(65_534);
    if (process.platform === 'linux')
      expect(await readFile(`/proc/${server.pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\s+65534/m);
  });

  asRoot('puts its data in an open place when the wanted one is closed to nobody', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'postgres-closed-'));
    await start({ dataDir: join(closed, 'data'), durable: false });
    expect(server.dataDir).toMatch(/^\/var\/lib\/tidegate-postgres\/data-[0-9a-f]{16}$/);
    await server.stop();
    await Promise.all([closed, server.dataDir].map((path) => rm(path, { recursive: true })));
  });
});

describe('Postgres with what an earlier one left', () => {
  it('stops a live postmaster of the same data first', async () => {
    const first = await start();
    await start();
    expect(await isAlive(first.pid)).toBe(false);
    expect(await ask('select 1')).toEqual([[1]]);
  });

  it('lets a program alone that has the old pid now', async () => {
    await start();
    await server.stop();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(stranger, 'spawn');
    await writeFile(join(server.dataDir, 'postmaster.pid'), `${stranger.pid}\n${server.dataDir}\n`);
    await start();
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    stranger.kill('SIGKILL');
  });
});

describe('Postgres that cannot start', () => {
  it('shows its last lines when the port is taken', async () => {
    const { port } = await start();
    const dataDir = join(folder, 'other');
    await expect(startPostgres({ dataDir, port, password, durable: false })).rejects.toThrow(
      /Postgres .*could not bind IPv4 address/s,
    );
  });

  it('says so when the data was made with another password', async () => {
    await start();
    await server.stop();
    await expect(start({ password: 'another' })).rejects.toThrow('its data was made with another one');
  });
});
