import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';

type Server = Readonly<{ url: string; token: string }>;
type Borrowed = Server & Readonly<{ drop: () => Promise<void> }>;

/** Any number would do; it must be the same in every worker. */
const LOCK = 7_070_101;

const streamsOf = async (manager: JetStreamManager): Promise<string[]> => {
  const names: string[] = [];
  for await (const { config } of manager.streams.list()) names.push(config.name);
  return names;
};

const requireEmpty = async (connection: NatsConnection): Promise<void> => {
  const found = await streamsOf(await jetstreamManager(connection));
  if (found.length > 0)
    throw new Error(`NATS_URL names a server with streams (${found.join(', ')}): tests need an empty one`);
};

const removeStreams = async (connection: NatsConnection): Promise<void> => {
  const manager = await jetstreamManager(connection);
  for (const name of await streamsOf(manager)) await manager.streams.delete(name);
};

/** Held by the test file for as long as it has the server. */
const takeTurn = async (postgresUrl: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK]);
  if (rows[0]?.mine) return client;
  await client.end();
  throw new Error('another test file uses the server of NATS_URL: run the tests with --runInBand');
};

/**
 * Somebody's server, for one test file at a time. It must be empty of streams, so that those to be removed
 * afterwards are known to be the tests' own.
 */
export const borrowNats = async (server: Server, postgresUrl: string): Promise<Borrowed> => {
  const turn = await takeTurn(postgresUrl);
  const connection = await connect({ servers: server.url, token: server.token });
  const giveBack = async (): Promise<void> => {
    await connection.close();
    await turn.end();
  };
  try {
    await requireEmpty(connection);
  } catch (error) {
    await giveBack();
    throw error;
  }
  const drop = async (): Promise<void> => {
    await removeStreams(connection);
    await giveBack();
  };
  return { ...server, drop };
};
