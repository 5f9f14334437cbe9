import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { runServers } from './infra-run.ts';
import { type TestDatabase, testDatabase, testNats } from './infra.ts';

const A_MINUTE = 60_000;

describe('the servers of a test run', () => {
  it('are of the kind that TIDEGATE_TEST_SERVERS forces', () => {
    const { way } = runServers().source;
    expect(way).toBe(process.env['TIDEGATE_TEST_SERVERS'] ?? way);
  });
});

describe('a test database', () => {
  let databases: TestDatabase[];
  beforeAll(async () => {
    databases = await Promise.all([testDatabase(), testDatabase()]);
  });
  afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

  const ask = async (database: TestDatabase | undefined, statement: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: database?.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  };

  it('is empty, and apart from another one', async () => {
    const tables = "select tablename from pg_tables where schemaname = 'public'";
    await ask(databases[0], 'create table mine (id int)');
    expect(await ask(databases[0], tables)).toEqual([{ tablename: 'mine' }]);
    expect(await ask(databases[1], tables)).toEqual([]);
  });

  it('is dropped though a connection is open', async () => {
    const database = await testDatabase();
    const client = new pg.Client({ connectionString: database.url });
    const cut = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    await cut;
    await expect(ask(database, 'select 1')).rejects.toThrow('does not exist');
  });
});

describe('a test nats-server', () => {
  const withStreams = async <T>(work: (connection: NatsConnection) => Promise<T>): Promise<T> => {
    const { url, token, drop } = await testNats();
    const connection = await connect({ servers: url, token });
    try {
      return await work(connection);
    } finally {
      await connection.close();
      await drop();
    }
  };

  it(
    'has no stream, whatever the one before it had',
    async () => {
      for (const name of ['FIRST', 'SECOND'])
        await withStreams(async (connection) => {
          const { streams } = await jetstreamManager(connection);
          await streams.add({ name, subjects: ['any.>'] });
          expect(await streams.list().next()).toMatchObject([{ config: { name } }]);
        });
    },
    A_MINUTE,
  );
});
