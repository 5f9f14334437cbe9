import { randomBytes } from 'node:crypto';
import type { StartedTestContainer } from 'testcontainers';
import { greetNats } from './nats-handshake.ts';
import { ensureDatabase, logIn, postgresUrl, ROLE } from './postgres-handshake.ts';
import type { AcquiredNats, AcquiredPostgres } from './acquire-servers.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const STARTUP_MS = 90_000;
const NATS_CONFIG = '/tidegate-test.conf';

const secret = (): string => randomBytes(18).toString('base64url');

/** Why containers cannot be used here; undefined when they can. */
export const containersMissing = async (): Promise<string | undefined> => {
  try {
    const { getContainerRuntimeClient } = await import('testcontainers');
    await getContainerRuntimeClient();
    return undefined;
  } catch (error) {
    return `Docker does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
};

type Answering = Readonly<{
  name: string;
  container: StartedTestContainer;
  handshake: () => Promise<void>;
}>;

/** A port that Docker forwards takes connections before the server behind it does. */
const answering = async ({ name, container, handshake }: Answering): Promise<void> => {
  const server = { ended: undefined, tail: '' };
  try {
    await waitUntilReady({ name, server, handshake, deadline: performance.now() + STARTUP_MS });
  } catch (error) {
    await container.stop();
    throw error;
  }
};

const remove = async (container: StartedTestContainer): Promise<void> => {
  await container.stop();
};

export const containerPostgres = async (): Promise<AcquiredPostgres> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const image = process.env['TIDEGATE_TEST_POSTGRES_IMAGE'] ?? 'postgres:18';
  const password = secret();
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_USER: ROLE, POSTGRES_PASSWORD: password })
    .withCommand(['postgres', '-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'max_connections=200'])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/))
    .withStartupTimeout(STARTUP_MS)
    .start();
  const login = { host: container.getHost(), port: container.getMappedPort(5432), password };
  await answering({ name: `Postgres of ${image}`, container, handshake: () => logIn(login) });
  await ensureDatabase(login);
  return { url: postgresUrl(login), stop: () => remove(container) };
};

export const containerNats = async (): Promise<AcquiredNats> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const image = process.env['TIDEGATE_TEST_NATS_IMAGE'] ?? 'nats:2.12';
  const token = secret();
  const content = `port: 4222\nmax_payload: 8MB\nauthorization { token: "${token}" }\njetstream { store_dir: "/data" }\n`;
  const container = await new GenericContainer(image)
    .withCopyContentToContainer([{ content, target: NATS_CONFIG }])
    .withCommand(['-c', NATS_CONFIG])
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .withStartupTimeout(STARTUP_MS)
    .start();
  const [host, port] = [container.getHost(), container.getMappedPort(4222)];
  await answering({
    name: `nats-server of ${image}`,
    container,
    handshake: () => greetNats({ host, port, token }),
  });
  return { url: `nats://${host}:${port}`, token, stop: () => remove(container) };
};
