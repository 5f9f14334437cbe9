/** The platform's processes, each `services/<name>`. */
export const SERVICES = [
  'api',
  'scheduler',
  'scaler',
  'billing',
  'logs',
  'metrics',
  'notifier',
  'gateway',
  'agent',
] as const;
export type Service = (typeof SERVICES)[number];

/** What a start has decided. */
export type Facts = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  natsToken: string | undefined;
  home: string;
  logLevel: string;
  /** Each service's own, for health, metrics and, of the api, REST. */
  ports: Readonly<Record<Service, number>>;
  /** The platform's front door. */
  port: number;
  /** Of the gRPC API; 0: it is off. */
  grpcPort: number;
  operatorToken: string;
  secretKey: string;
  nodeId: string;
  modelsFolder: string;
  agentFolder: string;
  simulateGpus: string;
}>;

const VARIABLES = {
  DATABASE_URL: ({ databaseUrl }: Facts) => databaseUrl,
  NATS_URL: ({ natsUrl }: Facts) => natsUrl,
  NATS_TOKEN: ({ natsToken }: Facts) => natsToken,
  TIDEGATE_HOME: ({ home }: Facts) => home,
  LOG_LEVEL: ({ logLevel }: Facts) => logLevel,
  TIDEGATE_HOST: () => '127.0.0.1',
  TIDEGATE_PORT: ({ port }: Facts) => String(port),
  TIDEGATE_GRPC_PORT: ({ grpcPort }: Facts) => String(grpcPort),
  TIDEGATE_API_URL: ({ ports }: Facts) => `http://127.0.0.1:${ports.api}`,
  TIDEGATE_OPERATOR_TOKEN: ({ operatorToken }: Facts) => operatorToken,
  TIDEGATE_SECRET_KEY: ({ secretKey }: Facts) => secretKey,
  TIDEGATE_NODE_ID: ({ nodeId }: Facts) => nodeId,
  TIDEGATE_CLUSTER: () => 'local',
  TIDEGATE_MODELS_DIR: ({ modelsFolder }: Facts) => modelsFolder,
  TIDEGATE_AGENT_DIR: ({ agentFolder }: Facts) => agentFolder,
  TIDEGATE_SIMULATE_GPUS: ({ simulateGpus }: Facts) => simulateGpus,
  TIDEGATE_STOP_REPLICAS_ON_EXIT: () => 'true',
} satisfies Record<string, (facts: Facts) => string | undefined>;
type Variable = keyof typeof VARIABLES;

const EVERY = ['NATS_URL', 'NATS_TOKEN', 'TIDEGATE_HOME', 'LOG_LEVEL'] as const;
const WITH_DATABASE = [...EVERY, 'DATABASE_URL'] as const;

/** Who gets what. The agent runs users' code beside it, so it gets no way to the database. */
const GIVEN: Readonly<Record<Service, readonly Variable[]>> = {
  api: [...WITH_DATABASE, 'TIDEGATE_GRPC_PORT', 'TIDEGATE_OPERATOR_TOKEN', 'TIDEGATE_SECRET_KEY'],
  scheduler: WITH_DATABASE,
  scaler: WITH_DATABASE,
  billing: WITH_DATABASE,
  logs: [...WITH_DATABASE, 'TIDEGATE_SECRET_KEY'],
  metrics: WITH_DATABASE,
  notifier: [...WITH_DATABASE, 'TIDEGATE_SECRET_KEY'],
  gateway: [...WITH_DATABASE, 'TIDEGATE_HOST', 'TIDEGATE_PORT', 'TIDEGATE_API_URL'],
  agent: [
    ...EVERY,
    'TIDEGATE_NODE_ID',
    'TIDEGATE_CLUSTER',
    'TIDEGATE_MODELS_DIR',
    'TIDEGATE_AGENT_DIR',
    'TIDEGATE_SIMULATE_GPUS',
    'TIDEGATE_STOP_REPLICAS_ON_EXIT',
  ],
};

const portVariable = (service: Service): string => `TIDEGATE_${service.toUpperCase()}_PORT`;

const OURS = new Set<string>([...Object.keys(VARIABLES), ...SERVICES.map(portVariable)]);

/** A name that says that its value is nobody else's business. */
const SECRET = /(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|KEY)S?(?:_|$)/i;
const OF_THE_AGENT = /^TIDEGATE_(?:(?:AGENT|NODE|DOCKER)_|DRIVER$)/;

const mayReachTheAgent = (name: string): boolean =>
  !SECRET.test(name) && (OF_THE_AGENT.test(name) || !name.startsWith('TIDEGATE_'));

/** What opens secrets goes to the services that open some of them. */
const FOR_SOME: Readonly<Record<string, readonly Service[]>> = {
  TIDEGATE_SEAL_KEYS: ['api', 'notifier', 'logs'],
  TIDEGATE_HUB_TOKEN: ['api'],
  TIDEGATE_SMTP_URL: ['notifier'],
};

/**
 * What a service has of the launcher's own environment: all but what is given to some services and kept from others, so a
 * setting that a service knows reaches it without a word here. Beside the agent users' code runs: of our settings it has its
 * own alone, and nothing that is a secret by its name.
 */
export const inheritedBy = (service: Service, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        !OURS.has(name) &&
        (service !== 'agent' || mayReachTheAgent(name)) &&
        (FOR_SOME[name]?.includes(service) ?? true),
    ),
  );

/** The variables of one service, beside what it inherits. */
export const environmentOf = (service: Service, facts: Facts): Record<string, string> => {
  const variables: Record<string, string> = { [portVariable(service)]: String(facts.ports[service]) };
  for (const name of GIVEN[service]) {
    const value = VARIABLES[name](facts);
    if (value) variables[name] = value;
  }
  return variables;
};

/**
 * Node's options of a service. The gateway's young generation is kept small (MiB): while thousands of streams open, what lives
 * in a large one is moved at once, and every stream waits meanwhile.
 */
export const nodeOptionsOf = (service: Service): readonly string[] =>
  service === 'gateway' ? ['--max-semi-space-size=16'] : [];
