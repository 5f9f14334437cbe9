import 'reflect-metadata';
import { CONTROL_BODY_LIMIT_BYTES } from '@tidegate/contracts';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  Connections,
  Db,
  EventStore,
  JetStreamStrategy,
  Leases,
  LogFeed,
  Nats,
} from '@tidegate/eventing/nest';
import { HealthController, TELEMETRY } from './health.controller.ts';
import { measureHttp } from './http-metrics.ts';
import { JsonLogger } from './logger.ts';
import { Readiness } from './readiness.ts';
import type { Telemetry } from './telemetry.ts';

export type ServiceOptions = Readonly<{
  connections: Connections;
  module: Type | DynamicModule;
  logLevel: string;
  telemetry?: Telemetry;
  /** Changes the application before it starts, e.g. its filters and documents. */
  prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}>;

/** A service in this process: `app` for its parts, `stop` to end it in order. */
export type RunningService = Readonly<{
  app: NestFastifyApplication;
  port: number;
  stop: () => Promise<void>;
}>;

@Global()
@Module({})
class ProcessModule {
  static of({ connections, telemetry }: ServiceOptions): DynamicModule {
    return {
      module: ProcessModule,
      controllers: [HealthController],
      providers: [
        { provide: Connections, useValue: connections },
        { provide: TELEMETRY, useValue: telemetry },
        Readiness,
      ],
      exports: [Connections, Readiness],
    };
  }
}

/** Requests that are not answered by then are cut: streams have no end of their own. */
const HTTP_STOP_LIMIT_MS = 5000;

/** Starts a service: connects, migrates, binds its consumers and answers, and listens on loopback. */
export const runService = async (options: ServiceOptions, port: number): Promise<RunningService> => {
  const { connections, module } = options;
  const root: DynamicModule = { module: class Root {}, imports: [ProcessModule.of(options), module] };
  const adapter = new FastifyAdapter({
    bodyLimit: CONTROL_BODY_LIMIT_BYTES,
    // Idle connections end at once, the others with their answer.
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new JsonLogger(connections.service, options.logLevel),
    abortOnError: false,
  });
  const stop = stopOf(app);
  try {
    const { nats, ...log } = partsOf(app);
    const strategy = new JetStreamStrategy({ nats, ...log, service: connections.service });
    // Not deferred: a deferred one calls every part's init and bootstrap hooks a second time.
    app.connectMicroservice({ strategy });
    app.get(Readiness, { strict: false }).register('bus', () => nats.connected);
    await options.prepare?.(app);
    measureHttp(app);
    // Connections first, then consumers: a handler must never run before its service is whole.
    await app.init();
    await app.startAllMicroservices();
    // Of several processes of one service each has a port of its own.
    await app.listen({ port, host: '127.0.0.1', exclusive: true });
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, port: address.port, stop };
};

type Parts = Readonly<{
  nats: Nats;
  db: Db | undefined;
  store: EventStore | undefined;
  feed: LogFeed | undefined;
  leases: Leases | undefined;
}>;

/** What of libs/eventing this service has: one without a log has only the bus. */
const partsOf = (app: NestFastifyApplication): Parts => {
  const part = <T>(token: Type<T>): T | undefined => app.get<T | undefined>(token, { strict: false });
  const nats = app.get(Nats, { strict: false });
  return { nats, db: part(Db), store: part(EventStore), feed: part(LogFeed), leases: part(Leases) };
};

const stopOf = (app: NestFastifyApplication): (() => Promise<void>) => {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stopInOrder(app));
};

/** Requests and messages in work are finished, then loops end, then what they all stood on. Each step is taken even if the one before failed. */
const stopInOrder = async (app: NestFastifyApplication): Promise<void> => {
  const { nats, db, store, leases } = partsOf(app);
  const cut = setTimeout(() => {
    app.getHttpServer().closeAllConnections();
  }, HTTP_STOP_LIMIT_MS);
  const failures: unknown[] = [];
  const steps = [
    () => app.close(),
    () => leases?.close(),
    () => store?.close(),
    () => nats.close(),
    () => db?.close(),
  ];
  for (const step of steps)
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  clearTimeout(cut);
  if (failures.length > 0) throw new AggregateError(failures, 'the service did not stop in order');
};
