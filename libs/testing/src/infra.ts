import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { borrowNats } from './infra-borrowed-nats.ts';
import { runServers } from './infra-run.ts';

export type TestDatabase = Readonly<{ url: string; drop: () => Promise<void> }>;
/** The token is empty for a server that wants none. */
export type TestNats = Readonly<{ url: string; token: string; drop: () => Promise<void> }>;

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** An empty database of its own, for one test file. `drop` also cuts connections that are still open. */
export const testDatabase = async (): Promise<TestDatabase> => {
  const { postgresUrl } = runServers();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(postgresUrl, `create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(postgresUrl, `drop database if exists ${name} with (force)`) };
};

/**
 * A nats-server with an empty JetStream, for one test file: a server of its own, which costs 40 ms, or with
 * TIDEGATE_TEST_SERVERS=env the one that NATS_URL names, for one file at a time.
 */
export const testNats = async (): Promise<TestNats> => {
  const { source, postgresUrl } = runServers();
  const { url, token, stop } = await source.nats();
  if (source.way === 'env') return borrowNats({ url, token }, postgresUrl);
  return { url, token, drop: stop };
};
