import { describe, expect, it } from '@jest/globals';
import { environmentOf, type Facts, inheritedBy, SERVICES } from './service-environment.ts';

const facts: Facts = {
  databaseUrl: 'postgres://tidegate:secret@127.0.0.1:1/tidegate',
  natsUrl: 'nats://127.0.0.1:2',
  natsToken: 'bus-token',
  home: '/home',
  logLevel: 'info',
  ports: {
    api: 11,
    scheduler: 12,
    scaler: 13,
    billing: 14,
    logs: 15,
    metrics: 19,
    notifier: 16,
    gateway: 17,
    agent: 18,
  },
  port: 7070,
  grpcPort: 7071,
  operatorToken: 'operator',
  secretKey: 'key',
  nodeId: 'node-0123456789ab',
  modelsFolder: '/home/models',
  agentFolder: '/home/agent',
  simulateGpus: '8xH100',
};

describe("a service's environment", () => {
  it('gives the gateway the front door and the way to the api', () => {
    expect(environmentOf('gateway', facts)).toEqual({
      DATABASE_URL: facts.databaseUrl,
      NATS_URL: 'nats://127.0.0.1:2',
      NATS_TOKEN: 'bus-token',
      TIDEGATE_HOME: '/home',
      LOG_LEVEL: 'info',
      TIDEGATE_GATEWAY_PORT: '17',
      TIDEGATE_HOST: '127.0.0.1',
      TIDEGATE_PORT: '7070',
      TIDEGATE_API_URL: 'http://127.0.0.1:11',
    });
  });

  it('gives the agent its node, and no way to the database', () => {
    expect(environmentOf('agent', facts)).toEqual({
      NATS_URL: 'nats://127.0.0.1:2',
      NATS_TOKEN: 'bus-token',
      TIDEGATE_HOME: '/home',
      LOG_LEVEL: 'info',
      TIDEGATE_AGENT_PORT: '18',
      TIDEGATE_NODE_ID: 'node-0123456789ab',
      TIDEGATE_CLUSTER: 'local',
      TIDEGATE_MODELS_DIR: '/home/models',
      TIDEGATE_AGENT_DIR: '/home/agent',
      TIDEGATE_SIMULATE_GPUS: '8xH100',
      TIDEGATE_STOP_REPLICAS_ON_EXIT: 'true',
    });
  });

  it('gives the operator token to the api alone, and the key to those that seal secrets', () => {
    const holders = (name: string) => SERVICES.filter((service) => name in environmentOf(service, facts));
    expect(holders('TIDEGATE_OPERATOR_TOKEN')).toEqual(['api']);
    expect(holders('TIDEGATE_SECRET_KEY')).toEqual(['api', 'logs', 'notifier']);
    expect(holders('DATABASE_URL')).toEqual(SERVICES.filter((service) => service !== 'agent'));
  });

  it('leaves out what is empty', () => {
    expect(environmentOf('agent', { ...facts, natsToken: '', simulateGpus: '' })).not.toHaveProperty(
      'NATS_TOKEN',
    );
  });
});

describe("what a service inherits from the launcher's environment", () => {
  const kept = { PATH: '/bin', LANG: 'C' };
  const settings = {
    TIDEGATE_TRUSTED_PROXIES: '10.0.0.0/8',
    TIDEGATE_INTERNAL_PORT: '8081',
    TIDEGATE_ANY: 'new',
  };
  const ofTheAgent = {
    TIDEGATE_AGENT_SYNC_MS: '500',
    TIDEGATE_NODE_ADDRESS: '10.0.0.7',
    TIDEGATE_NODE_LABELS: 'rack=7',
    TIDEGATE_NODE_TAINTS: 'spot',
    TIDEGATE_NODE_ZONE: 'a',
    TIDEGATE_DRIVER: 'docker',
    TIDEGATE_DOCKER_SOCKET: '/run/d.sock',
  };
  const forOpening = { TIDEGATE_SEAL_KEYS: 'x' };
  const secrets = { HUB_TOKEN: 'x', AWS_SECRET_ACCESS_KEY: 'x', PGPASSWORD: 'x' };
  const given = {
    DATABASE_URL: 'x',
    TIDEGATE_OPERATOR_TOKEN: 'x',
    TIDEGATE_API_PORT: 'x',
    TIDEGATE_GRPC_PORT: '1',
  };
  const environment = { ...kept, ...settings, ...ofTheAgent, ...forOpening, ...secrets, ...given };

  it('is every setting that it may know, and nothing that is given to some services alone', () => {
    for (const service of SERVICES.filter((name) => name !== 'agent'))
      expect(inheritedBy(service, environment)).toEqual({
        ...kept,
        ...settings,
        ...ofTheAgent,
        ...secrets,
        ...(['api', 'logs', 'notifier'].includes(service) && forOpening),
      });
  });

  it('is for the agent what it needs, without other settings and without secrets', () => {
    expect(inheritedBy('agent', environment)).toEqual({ ...kept, ...ofTheAgent });
    expect(inheritedBy('agent', { TIDEGATE_AGENT_TOKEN: 'x', KEYBOARD: 'us', SSH_AUTH_SOCK: '/x' })).toEqual({
      KEYBOARD: 'us',
      SSH_AUTH_SOCK: '/x',
    });
  });

  it('leaves the port of the gRPC API to be given to the api alone', () => {
    const holders = SERVICES.filter((service) => 'TIDEGATE_GRPC_PORT' in environmentOf(service, facts));
    expect(holders).toEqual(['api']);
    expect(environmentOf('api', facts)).toMatchObject({ TIDEGATE_GRPC_PORT: '7071' });
    expect(environmentOf('api', { ...facts, grpcPort: 0 })).toMatchObject({ TIDEGATE_GRPC_PORT: '0' });
  });
});
