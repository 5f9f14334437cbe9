import { isPortFree, postgresUrl } from '@tidegate/backing-services';
import { join } from 'node:path';
import type { Home } from './home.ts';
import type { Options } from './options.ts';
import { choosePorts } from './ports.ts';
import { keptSecret, randomKey, randomNodeId, randomToken } from './secrets.ts';
import { type Facts, SERVICES } from './service-environment.ts';

/** What the launcher's own servers listen on and are opened with. */
export type ServerFacts = Readonly<{
  postgresPort: number;
  postgresPassword: string;
  natsPort: number;
  natsToken: string;
}>;

const freeOrSay = async (port: number, advice: string): Promise<number> => {
  if (await isPortFree(port)) return port;
  throw new Error(`port ${port} of 127.0.0.1 is taken: ${advice}`);
};

const frontDoor = (wanted: number, chosen: number): number | Promise<number> =>
  wanted === 0 ? chosen : freeOrSay(wanted, 'set TIDEGATE_PORT to another port, or to 0 for a free one');

/** @returns 0 when there shall be none */
const grpcPort = (wanted: number | undefined, chosen: number): number | Promise<number> => {
  if (wanted === undefined) return chosen;
  return wanted === 0 ? 0 : freeOrSay(wanted, 'set TIDEGATE_GRPC_PORT to another port, or leave it out');
};

/** Ports and secrets are chosen before anything starts, and kept, so that everything can start at once. */
export const gather = async (options: Options, home: Home): Promise<Facts & ServerFacts> => {
  const ports = await choosePorts(home.run, ['postgres', 'nats', 'front', 'grpc', ...SERVICES]);
  const secret = (name: string, make = randomToken): Promise<string> =>
    keptSecret(join(home.secrets, name), make);
  const [postgresPassword, natsToken, operatorToken, secretKey] = await Promise.all([
    secret('postgres-password'),
    secret('nats-token'),
    secret('operator-token'),
    secret('secret-key', randomKey),
  ]);
  const host = '127.0.0.1';
  return {
    postgresPort: ports.postgres,
    postgresPassword,
    natsPort: ports.nats,
    natsToken: options.natsUrl === undefined ? natsToken : (options.natsToken ?? ''),
    databaseUrl:
      options.databaseUrl ?? postgresUrl({ host, port: ports.postgres, password: postgresPassword }),
    natsUrl: options.natsUrl ?? `nats://127.0.0.1:${ports.nats}`,
    home: home.folder,
    logLevel: options.logLevel,
    ports,
    port: await frontDoor(options.port, ports.front),
    grpcPort: await grpcPort(options.grpcPort, ports.grpc),
    operatorToken,
    secretKey,
    nodeId: await keptSecret(join(home.folder, 'node-id'), randomNodeId),
    modelsFolder: home.models,
    agentFolder: home.agent,
    simulateGpus: options.simulateGpus,
  };
};
