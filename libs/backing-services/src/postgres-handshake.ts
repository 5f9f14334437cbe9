import pg from 'pg';
import { HandshakeRefused } from './wait-until-ready.ts';

export const ROLE = 'tidegate';
const DATABASE = 'tidegate';

const INVALID_PASSWORD = '28P01';
const DUPLICATE_DATABASE = '42P04';

export type Login = Readonly<{ host: string; port: number; password: string }>;

/** The URL of our database, with its secret. */
export const postgresUrl = ({ host, port, password }: Login): string =>
  `postgres://${ROLE}:${encodeURIComponent(password)}@${host}:${port}/${DATABASE}`;

const withConnection = async <T>(login: Login, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({
    ...login,
    user: ROLE,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  // A server that stops during the handshake must not become an uncaught error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

/**
 * Resolves when a login with that password succeeds, on the server of that data folder when one is given: another
 * server may have the port, and even the password.
 */
export const logIn = async (login: Login, folder?: string): Promise<void> => {
  const statement = "select current_setting('data_directory') as folder";
  const answer = await withConnection(login, (client) => client.query<{ folder: string }>(statement)).catch(
    (error: unknown) => {
      if (codeOf(error) !== INVALID_PASSWORD) throw error;
      throw new HandshakeRefused('refuses the password: its data was made with another one');
    },
  );
  if (folder !== undefined && answer.rows[0]?.folder !== folder)
    throw new Error(`another server has port ${login.port}`);
};

export const ensureDatabase = (login: Login): Promise<void> =>
  withConnection(login, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount) return;
    await client.query(`create database ${DATABASE}`).catch((error: unknown) => {
      if (codeOf(error) !== DUPLICATE_DATABASE) throw error;
    });
  });
