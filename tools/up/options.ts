import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Options = Readonly<{
  home: string;
  /** Of 127.0.0.1; 0 asks for a free one. */
  port: number;
  /** Of 127.0.0.1; undefined asks for a free one, 0 switches gRPC off. */
  grpcPort: number | undefined;
  fresh: boolean;
  json: boolean;
  sample: boolean;
  /** "8xH100,1xA10G"; empty for none. */
  simulateGpus: string;
  logLevel: string;
  /** A server of the user's own, which is then not started. */
  databaseUrl: string | undefined;
  natsUrl: string | undefined;
  natsToken: string | undefined;
}>;

export type Asked =
  | Readonly<{ kind: 'start'; options: Options }>
  | Readonly<{ kind: 'help' }>
  | Readonly<{ kind: 'wrong'; sentence: string }>;

type Environment = Readonly<Record<string, string | undefined>>;

export const HELP = `Starts Tidegate on this machine: Postgres, nats-server, every service, one local node and a sample endpoint.

  npm start                                   start; Ctrl-C stops everything, the data stays
  npm start -- --fresh                        wipe the data first
  npm start -- --json                         print one line of JSON when ready, and nothing else on stdout
  npm start -- --simulate-gpus 8xH100,4xA10G  let the node offer GPUs that do not exist, labelled simulated
  npm start -- --no-sample                    do not create the sample endpoint
  npm start -- --help                         print this

  TIDEGATE_HOME       where everything is kept (~/.tidegate; for root /var/lib/tidegate, because Postgres cannot run
                      as root and the user it then runs as cannot enter root's home)
  TIDEGATE_PORT       the port on 127.0.0.1 (7070; 0 for a free one)
  TIDEGATE_GRPC_PORT  the port of the gRPC API on 127.0.0.1 (a free one; 0 to do without)
  DATABASE_URL        a Postgres of your own, instead of the one that comes along
  NATS_URL            a nats-server of your own with JetStream; NATS_TOKEN is its token
  LOG_LEVEL           of the services' logs in TIDEGATE_HOME/logs (info)

  Every other setting of a service (its README lists them) is taken from this environment too. The agent, beside which
  users' code runs, gets those that begin with TIDEGATE_AGENT_ or TIDEGATE_NODE_, and nothing named like a secret.
`;

const FLAGS = {
  fresh: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'no-sample': { type: 'boolean', default: false },
  'simulate-gpus': { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', default: false },
} as const;

const DEFAULT_PORT = '7070';

export const defaultHome = (isRoot: boolean): string =>
  isRoot ? '/var/lib/tidegate' : join(homedir(), '.tidegate');

class Wrong extends Error {}

const portOf = (name: string, text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Wrong(`${name}=${text} is not a port: it must be a number from 0 to 65535`);
};

const gpusOf = (given: readonly string[]): string => {
  const groups = given.flatMap((value) => value.split(',')).map((group) => group.trim());
  for (const group of groups)
    if (!/^[1-9]\d{0,2}x[A-Za-z][\w-]*$/.test(group))
      throw new Wrong(`--simulate-gpus ${group}: say how many of which, as in 8xH100`);
  return groups.join(',');
};

const flagsOf = (words: readonly string[]) => {
  try {
    return parseArgs({ args: [...words], options: FLAGS, strict: true }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new Wrong(`${sentence}; --help lists what there is`);
  }
};

const optionsOf = (words: readonly string[], environment: Environment, isRoot: boolean): Asked => {
  const flags = flagsOf(words);
  if (flags.help) return { kind: 'help' };
  const given = (name: string): string | undefined => environment[name] || undefined;
  const grpcPort = given('TIDEGATE_GRPC_PORT');
  const options: Options = {
    home: resolve(given('TIDEGATE_HOME') ?? defaultHome(isRoot)),
    port: portOf('TIDEGATE_PORT', given('TIDEGATE_PORT') ?? DEFAULT_PORT),
    grpcPort: grpcPort === undefined ? undefined : portOf('TIDEGATE_GRPC_PORT', grpcPort),
    fresh: flags.fresh,
    json: flags.json,
    sample: !flags['no-sample'],
    simulateGpus: gpusOf(flags['simulate-gpus']),
    logLevel: given('LOG_LEVEL') ?? 'info',
    databaseUrl: given('DATABASE_URL'),
    natsUrl: given('NATS_URL'),
    natsToken: given('NATS_TOKEN'),
  };
  return { kind: 'start', options };
};

/** What the command line and the environment ask for. */
export const parse = (words: readonly string[], environment: Environment, isRoot: boolean): Asked => {
  try {
    return optionsOf(words, environment, isRoot);
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', sentence: error.message };
    throw error;
  }
};
