import { randomBytes } from 'node:crypto';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { type EventNamed, type GatewayReport, SUBJECTS } from '@tidegate/contracts';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import type { WaitingRoom } from '../calls/waiting-room.gateway.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { Replica } from '../routing/replica.ts';
import { rolloutMetrics } from '../routing/rollout.ts';
import { inFlightByReplica } from './in-flight-by-replica.ts';
import { type LastSample, type Quiet, isSampleDue, quietAt, quietMetrics, waitingOf } from './sample-due.ts';

const EVERY_MS = 100;
const REPORT_EVERY_MS = 1000;

/** Says what the scaler and the scheduler decide by: traffic of endpoints, and which draining replicas are empty. */
@Injectable()
export class TrafficReports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** One life of this process: its counters begin at zero, so its samples are a source of their own. */
  readonly gatewayId = `gateway-${randomBytes(6).toString('hex')}`;
  readonly #log = new Logger('traffic');
  readonly #last = new WeakMap<Endpoint, LastSample>();
  readonly #quiet = new WeakMap<Endpoint, Quiet>();
  /** Endpoints with a sample on its way: no second one is queued behind a slow bus. */
  readonly #sending = new WeakSet<Endpoint>();
  /** Endpoints of which something must be said as soon as the sample on its way has arrived. */
  readonly #again = new WeakSet<Endpoint>();
  #timer: NodeJS.Timeout | undefined;
  #reportedAtMs = 0;
  #reportSoon: NodeJS.Immediate | undefined;
  #problem = '';

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly tables: Tables,
    means: Means,
  ) {
    means.room.wanted = (endpoint) => {
      if (this.#sending.has(endpoint)) this.#again.add(endpoint);
      else this.#sample(endpoint);
    };
    means.emptied = (replica) => {
      this.drained(replica);
    };
    this.#gauges(means.room);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#tick();
    }, EVERY_MS);
  }

  /** Not before the last request is over: until then others want to know. */
  beforeApplicationShutdown(): void {
    clearInterval(this.#timer);
    clearImmediate(this.#reportSoon);
  }

  /** A replica drains and may be empty already, or has just become so: whoever waits for that hears it now. */
  drained(replica: Replica): void {
    if (replica.state !== 'draining' || replica.inFlight > 0 || this.#reportSoon) return;
    this.#reportSoon = setImmediate(() => {
      this.#reportSoon = undefined;
      this.#report();
    });
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const endpoint of this.tables.routing.endpoints()) {
      if (isSampleDue(endpoint, this.#last.get(endpoint), nowMs)) this.#sample(endpoint);
      const quiet = quietAt(endpoint.traffic, this.#quiet.get(endpoint), nowMs);
      if (quiet) this.#quiet.set(endpoint, quiet);
    }
    if (nowMs - this.#reportedAtMs >= REPORT_EVERY_MS - EVERY_MS / 2) this.#report();
  }

  #sample(endpoint: Endpoint): void {
    if (this.#sending.has(endpoint)) return;
    const atMs = performance.now();
    const { inFlight, requestsTotal, errorsTotal, finishedTotal, servedSecondsTotal } = endpoint.traffic;
    const waiting = waitingOf(endpoint.traffic, atMs);
    const said = { atMs, inFlight, waiting, requestsTotal };
    this.#last.set(endpoint, { ...said, finishedTotal, desired: endpoint.desired });
    this.#sending.add(endpoint);
    const replicasInFlight = inFlightByReplica(endpoint.ready);
    const sample: EventNamed<'MetricSampled'>['data'] = {
      endpointId: endpoint.id,
      replicaId: null,
      nodeId: null,
      source: this.gatewayId,
      sampledAtUs: this.clock.nowUs(),
      metrics: {
        in_flight: inFlight,
        waiting,
        requests_total: requestsTotal,
        errors_total: errorsTotal,
        finished_total: finishedTotal,
        served_seconds_total: servedSecondsTotal,
        ...quietMetrics(this.#quiet.get(endpoint), said),
        ...rolloutMetrics(endpoint.rollout),
      },
      ...(replicasInFlight && { replicasInFlight }),
    };
    // What is decided because somebody waits is part of that one's trace.
    const traceparent = waiting > 0 ? endpoint.traffic.wokenBy : undefined;
    this.bus
      .signal('MetricSampled', sample, { traceparent })
      .then(
        () => {
          this.#problem = '';
        },
        (error: unknown) => {
          this.#notSent((error as Error).message);
        },
      )
      .finally(() => {
        this.#sending.delete(endpoint);
        if (this.#again.delete(endpoint)) this.#sample(endpoint);
      });
  }

  /** Said once per cause: the bus may be away for long, and requests go on without it. */
  #notSent(problem: string): void {
    if (problem !== this.#problem)
      this.#log.warn({ event: 'traffic.not_sent', error: problem }, `samples are not sent: ${problem}`);
    this.#problem = problem;
  }

  #report(): void {
    // Before the table is loaded it would say that nothing drains.
    if (!this.tables.loaded) return;
    this.#reportedAtMs = performance.now();
    const draining: Record<string, number> = {};
    for (const { id, inFlight } of this.tables.routing.draining()) draining[id] = inFlight;
    const report: GatewayReport = { gatewayId: this.gatewayId, position: this.tables.position, draining };
    this.bus.nudge(SUBJECTS.gatewayReport, report);
  }

  #gauges(room: WaitingRoom): void {
    const meter = metrics.getMeter('tidegate');
    const inFlight = meter.createObservableGauge('tidegate_gateway_in_flight', {
      description: 'Requests that a replica is answering.',
    });
    const waiting = meter.createObservableGauge('tidegate_gateway_waiting', {
      description: 'Requests that wait for a replica.',
    });
    const bytes = meter.createObservableGauge('tidegate_gateway_waiting_bytes', {
      description: 'Bodies of waiting requests held in memory.',
    });
    const replicas = meter.createObservableGauge('tidegate_gateway_ready_replicas', {
      description: 'Replicas that this gateway sends requests to.',
    });
    replicas.addCallback((result) => {
      let sum = 0;
      for (const { ready } of this.tables.routing.endpoints()) sum += ready.length;
      result.observe(sum);
    });
    inFlight.addCallback((result) => {
      let sum = 0;
      for (const { traffic } of this.tables.routing.endpoints()) sum += traffic.inFlight;
      result.observe(sum);
    });
    waiting.addCallback((result) => {
      result.observe(room.size);
    });
    bytes.addCallback((result) => {
      result.observe(room.heldBytes);
    });
  }
}
