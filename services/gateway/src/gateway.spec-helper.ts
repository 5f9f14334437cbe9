import { Logger } from '@nestjs/common';
import { Readiness } from '@tidegate/bootstrap';
import type { AnyEvent, GatewayReport, Recorded, SignalEvent } from '@tidegate/contracts';
import { type Bus, Clock, type Followers } from '@tidegate/eventing/nest';
import { Admission } from './calls/admission.gateway.ts';
import { ApiProxy } from './calls/api-proxy.gateway.ts';
import { FollowLog } from './calls/follow-log.loop.ts';
import { FrontDoor } from './calls/front-door.gateway.ts';
import { Inference } from './calls/inference.gateway.ts';
import { Means } from './calls/means.gateway.ts';
import { Tables } from './calls/tables.gateway.ts';
import { Upstreams } from './calls/upstreams.gateway.ts';
import { WaitingRoom } from './calls/waiting-room.gateway.ts';
import { Invocations } from './invocations/invocations.gateway.ts';
import { playedInvocations } from './invocations/played-invocations.spec-helper.ts';
import { AccessLog } from './reports/access-log.loop.ts';
import type { AccessRecord } from './reports/access-record.ts';
import { TokenUses } from './reports/token-uses.loop.ts';
import { TrafficReports } from './reports/traffic.loop.ts';
import type { Endpoint } from './routing/endpoint.ts';
import { TokenGuard } from './routing/token.guard.ts';
import { DEFAULTS, type GatewaySettings } from './settings.ts';

Logger.overrideLogger(false);

type Metrics = Record<string, number>;

/** The whole request path on a real socket; the log, the bus and the store are played by the test. */
export const testGateway = async (settings: Partial<GatewaySettings> = {}) => {
  const signals: SignalEvent[] = [];
  const reports: GatewayReport[] = [];
  const bus = {
    isDown: false,
    signal: (type: string, data: unknown) => {
      if (bus.isDown) return Promise.reject(new Error('not connected to the bus'));
      signals.push({ type, data } as SignalEvent);
      return Promise.resolve();
    },
    nudge: (_subject: string, data: GatewayReport) => reports.push(data),
  };
  // The same must hold by either way through.
  const fastLane = process.env['TIDEGATE_FAST_LANE'] !== 'false';
  const whole: GatewaySettings = { ...DEFAULTS, fastLane, port: 0, drainMs: 500, ...settings };
  const tables = new Tables(new TokenGuard());
  const means = new Means(whole, new Upstreams(whole), new WaitingRoom(whole));
  const traffic = new TrafficReports(bus as unknown as Bus, new Clock(), tables, means);
  const records: AccessRecord[] = [];
  const accessLog = new AccessLog(bus as unknown as Bus, whole);
  accessLog.push = (record) => void records.push(record);
  let apply: (event: Recorded<AnyEvent>) => void = () => undefined;
  const followers = {
    follow: (options: { apply: typeof apply }) => {
      apply = options.apply;
      return { ready: Promise.resolve(), position: 0 };
    },
  };
  const readiness = new Readiness();
  const follow = new FollowLog(followers as unknown as Followers, tables, means, traffic, readiness);
  const admission = new Admission(tables, new TokenUses(bus as unknown as Bus));
  const { store, stored, accepting, managing } = playedInvocations(means, bus as unknown as Bus);
  const invocations = new Invocations(admission, accepting, managing);
  const inference = new Inference(admission, means, invocations);
  const api = new ApiProxy(means.upstreams, whole);
  const door = new FrontDoor(admission, inference, api, means, accessLog, readiness);
  follow.onApplicationBootstrap();
  traffic.onApplicationBootstrap();
  await door.onApplicationBootstrap();
  return {
    url: `http://127.0.0.1:${String(door.address.port)}`,
    port: door.address.port,
    tlsPort: door.tlsAddress?.port ?? 0,
    internalUrl: `http://127.0.0.1:${String(door.internalAddress?.port ?? 0)}`,
    door,
    tables,
    accessLog,
    means,
    bus,
    store,
    stored,
    signals,
    reports,
    records,
    readiness,
    feed: (...events: unknown[]) => {
      for (const event of events) apply(event as Recorded<AnyEvent>);
    },
    endpoint: (id: string): Endpoint => {
      const endpoint = tables.routing.endpoint(id);
      if (!endpoint) throw new Error(`no endpoint ${id}`);
      return endpoint;
    },
    samplesOf: (id: string): Metrics[] =>
      signals.flatMap((signal) =>
        signal.type === 'MetricSampled' && signal.data.endpointId === id ? [signal.data.metrics] : [],
      ),
    close: async () => {
      await door.onModuleDestroy();
      traffic.beforeApplicationShutdown();
      await means.upstreams.onApplicationShutdown();
    },
  };
};

export type TestGateway = Awaited<ReturnType<typeof testGateway>>;
