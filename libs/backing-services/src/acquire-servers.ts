import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNats } from './nats-binary.ts';
import { installNats } from './nats-install.ts';
import { startNats } from './nats.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { startPostgres } from './postgres.ts';
import { postgresUser } from './system-user.ts';
import { containerNats, containerPostgres, containersMissing } from './test-containers.ts';

export type AcquiredPostgres = Readonly<{ url: string; stop: () => Promise<void> }>;
/** The token is empty for a server that wants none. */
export type AcquiredNats = Readonly<{ url: string; token: string; stop: () => Promise<void> }>;

/** Where a test run's servers come from. */
export type ServersWay = 'env' | 'local' | 'containers';

export type ServerSource = Readonly<{
  way: ServersWay;
  /** A server on which databases may be made. */
  postgres: () => Promise<AcquiredPostgres>;
  /** A server of its own, but with `env`, where it is the one that NATS_URL names. */
  nats: () => Promise<AcquiredNats>;
}>;

type Environment = Readonly<Record<string, string | undefined>>;
const nothingToStop = (): Promise<void> => Promise.resolve();

const named = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const fromEnvironment = (environment: Environment): ServerSource => ({
  way: 'env',
  postgres: async () => Promise.resolve({ url: named(environment, 'DATABASE_URL'), stop: nothingToStop }),
  nats: async () =>
    Promise.resolve({
      url: named(environment, 'NATS_URL'),
      token: environment['NATS_TOKEN'] ?? '',
      stop: nothingToStop,
    }),
});

/** A folder that ends with its server, in the same process or by the server's guard. */
const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-test-'));
  await chmod(folder, 0o711);
  return folder;
};

const localPostgres = async (): Promise<AcquiredPostgres> => {
  const folder = await temporaryFolder();
  const password = randomBytes(18).toString('base64url');
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir, password, durable: false, temporaryFolder: folder });
  const stop = async (): Promise<void> => {
    await server.stop();
    await Promise.all([folder, server.dataDir].map((path) => rm(path, { recursive: true, force: true })));
  };
  return { url: server.url, stop };
};

const localNats = async (): Promise<AcquiredNats> => {
  const folder = await temporaryFolder();
  const token = randomBytes(18).toString('base64url');
  const server = await startNats({ storeDir: join(folder, 'nats'), token, temporaryFolder: folder });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: server.url, token, stop };
};

const SOURCES = {
  env: fromEnvironment,
  local: (): ServerSource => ({ way: 'local', postgres: localPostgres, nats: localNats }),
  containers: (): ServerSource => ({ way: 'containers', postgres: containerPostgres, nats: containerNats }),
} satisfies Record<ServersWay, (environment: Environment) => ServerSource>;

/** The source of a way that is known to be available, as in a worker of a run that has chosen already. */
export const serversOf = (way: ServersWay, environment: Environment = process.env): ServerSource =>
  SOURCES[way](environment);

const environmentMissing = (environment: Environment): Promise<string | undefined> => {
  const missing = ['DATABASE_URL', 'NATS_URL'].filter((name) => !environment[name]);
  return Promise.resolve(missing.length > 0 ? `${missing.join(' and ')} not set` : undefined);
};

/** Installs nats-server where that needs nobody's leave, as a start of the platform would. */
const localMissing = async (say: (line: string) => void): Promise<string | undefined> => {
  try {
    await postgresBinaries(postgresUser());
    if ((await findNats()) === undefined) await installNats(say);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const forcedWay = (environment: Environment): ServersWay | undefined => {
  const forced = environment['TIDEGATE_TEST_SERVERS'];
  if (!forced) return undefined;
  if (forced in SOURCES) return forced as ServersWay;
  throw new Error(`TIDEGATE_TEST_SERVERS=${forced} must be one of ${Object.keys(SOURCES).join(', ')}`);
};

/**
 * Chooses where a test run's servers come from: the URLs of the environment, else this machine's programs, else
 * containers. TIDEGATE_TEST_SERVERS forces one way, and fails when that one is not available.
 */
export const acquireServers = async (
  say: (line: string) => void,
  environment: Environment = process.env,
): Promise<ServerSource> => {
  const forced = forcedWay(environment);
  const missing: Record<ServersWay, () => Promise<string | undefined>> = {
    env: () => environmentMissing(environment),
    local: () => localMissing(say),
    containers: containersMissing,
  };
  const problems: string[] = [];
  for (const way of forced ? [forced] : (['env', 'local', 'containers'] as const)) {
    const problem = await missing[way]();
    if (problem === undefined) return serversOf(way, environment);
    problems.push(`${way}: ${problem}`);
  }
  const subject = forced
    ? `TIDEGATE_TEST_SERVERS=${forced} is not available`
    : 'tests need Postgres and NATS';
  throw new Error(`${subject} (${problems.join('; ')})`);
};
