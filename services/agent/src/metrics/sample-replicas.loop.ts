import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Bus, Clock } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { ReplicaRegistry, type RunningReplica } from '../replicas/replica-registry.ts';
import { knownAggregation } from './known-metrics.ts';
import { replicaMetrics, withSurroundings } from './replica-metrics.ts';
import { scrape } from './scrape.gateway.ts';
import { METRIC_SETTINGS } from './settings.ts';
import type { MetricSettings } from './settings.ts';
import { Surroundings } from './surroundings.gateway.ts';

/** The share of a round over which its replicas are spread, so that a node with many does not ask all at once. */
const SPREAD = 0.8;

/** Measures every ready replica once a round, and never begins a round before the one before it has ended. */
@Injectable()
export class SampleReplicas implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('sample-replicas');
  readonly #stop = new AbortController();
  readonly #failing = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly registry: ReplicaRegistry,
    private readonly bus: Bus,
    private readonly clock: Clock,
    @Inject(METRIC_SETTINGS) private readonly settings: MetricSettings,
    private readonly surroundings: Surroundings,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const next = pause(this.settings.everyMs, undefined, { signal }).catch(() => undefined);
      if (this.bus.connected) await this.#round();
      await next;
    }
  }

  async #round(): Promise<void> {
    const ready = this.registry.running().filter((replica) => replica.ready);
    this.#forgetOthers(ready);
    const round = await this.surroundings.look(ready);
    if (round.problem === null) this.#failing.delete('processes');
    else this.#failed('processes', round.problem);
    const stepMs = (this.settings.everyMs * SPREAD) / Math.max(1, ready.length);
    await Promise.all(
      ready.map(async (replica, i) => {
        await pause(i * stepMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        if (!this.#stop.signal.aborted) await this.#sample(replica, round.metricsOf(replica));
      }),
    );
  }

  async #sample(replica: RunningReplica, around: Record<string, number>): Promise<void> {
    const { endpointId, replicaId, nodeId } = replica;
    const engine = await this.#engineMetrics(replica);
    const metrics = withSurroundings(engine, around);
    if (Object.keys(metrics).length === 0) return;
    try {
      const sampledAtUs = this.clock.nowUs();
      // There is one agent on a node, and after a restart it goes on with the same counters.
      await this.bus.signal('MetricSampled', {
        endpointId,
        replicaId,
        nodeId,
        source: nodeId,
        sampledAtUs,
        metrics,
      });
      this.#failing.delete('bus');
    } catch (error) {
      this.#failed('bus', error);
    }
  }

  async #engineMetrics({
    replicaId,
    host,
    port: ownPort,
    metricsPort,
    metricsPath,
  }: RunningReplica): Promise<Record<string, number>> {
    if (metricsPath === null) return {};
    const port = metricsPort ?? ownPort;
    try {
      const metrics = replicaMetrics(await scrape({ host, port, path: metricsPath }), knownAggregation);
      this.#failing.delete(replicaId);
      return metrics;
    } catch (error) {
      this.#failed(replicaId, error);
      return {};
    }
  }

  #forgetOthers(ready: readonly RunningReplica[]): void {
    const ids = new Set(ready.map(({ replicaId }) => replicaId));
    for (const id of this.#failing) if (id.startsWith('repl-') && !ids.has(id)) this.#failing.delete(id);
  }

  /** Said once until it goes well again. */
  #failed(what: string, error: unknown): void {
    if (this.#failing.has(what) || this.#stop.signal.aborted) return;
    this.#failing.add(what);
    this.#log.warn(
      { event: 'metrics.missing', of: what, error: String(error) },
      'metrics cannot be taken now',
    );
  }
}
