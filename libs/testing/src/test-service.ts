import type { DynamicModule, Type } from '@nestjs/common';
import { type RunningService, type ServiceOptions, runService } from '@tidegate/bootstrap';
import { testDatabase, testNats } from './infra.ts';

export type TestService = Readonly<{
  service: RunningService;
  get: <T>(token: Type<T> | (abstract new (...args: never[]) => T)) => T;
  /** The loopback address of its HTTP routes. */
  url: string;
  databaseUrl: string;
  natsUrl: string;
  natsToken: string | undefined;
  /** Repeats until it no longer throws, or fails with its last error. */
  eventually: <T>(attempt: () => Promise<T> | T, withinMs?: number) => Promise<T>;
  close: () => Promise<void>;
}>;

type Where = Readonly<{ databaseUrl: string; natsUrl: string; natsToken: string | undefined }>;
type Options = Readonly<{
  service: string;
  module: Type | DynamicModule;
  prepare?: ServiceOptions['prepare'];
  /** Another test service's servers, to run two on the same log. */
  beside?: Where;
}>;

/** A service's module on a real Postgres database and a real nats-server of its own. */
export const testService = async ({ service, module, prepare, beside }: Options): Promise<TestService> => {
  const servers = beside
    ? {
        databaseUrl: beside.databaseUrl,
        natsUrl: beside.natsUrl,
        natsToken: beside.natsToken,
        drop: () => Promise.resolve(),
      }
    : await freshServers();
  const { drop, ...where } = servers;
  const running = await runService(
    {
      connections: { service, ...where },
      module,
      logLevel: process.env['LOG_LEVEL'] ?? 'error',
      ...(prepare && { prepare }),
    },
    0,
  );
  return {
    service: running,
    get: <T>(token: Type<T> | (abstract new (...args: never[]) => T)): T =>
      running.app.get<T>(token, { strict: false }),
    url: `http://127.0.0.1:${String(running.port)}`,
    ...where,
    eventually,
    close: async () => {
      await running.stop();
      await drop();
    },
  };
};

const freshServers = async (): Promise<Where & { drop: () => Promise<void> }> => {
  const [database, nats] = await Promise.all([testDatabase(), testNats()]);
  return {
    databaseUrl: database.url,
    natsUrl: nats.url,
    natsToken: nats.token,
    drop: async () => {
      await Promise.all([database.drop(), nats.drop()]);
    },
  };
};

export const eventually = async <T>(attempt: () => Promise<T> | T, withinMs = 30_000): Promise<T> => {
  const end = performance.now() + withinMs;
  for (;;)
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
};
