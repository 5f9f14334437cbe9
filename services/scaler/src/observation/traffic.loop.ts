import type { EventNamed } from '@tidegate/contracts';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Bus, Clock, type Following } from '@tidegate/eventing/nest';
import type { Decision } from '@tidegate/scaling';
import type { Tracked } from '../scaling/fleet.ts';
import { setTimeout as pause } from 'node:timers/promises';
import type { Shown } from '../idleness/shown.ts';
import { Callers } from './callers.ts';
import { LearnedStore } from './learned.store.ts';
import { gatewaySample, type Sample } from './sample.ts';
import { Watches } from './watches.ts';

/** What was learned is kept more often than this: so much of the past is lived through again after a start. */
const RELIVED_SECONDS = 180;
/** The signals of the past come in order: one that is no older than this ends the catching up. */
const FRESH_US = 2_000_000;

const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 10_000;

export type TrafficListener = Readonly<{
  /** Only endpoints that are known are watched. */
  trackedOf: (endpointId: string) => Tracked | undefined;
  sampled: (tracked: Tracked, sample: Sample) => void;
}>;

/** What gateways and agents say of all endpoints; after a start, what was learned before and what the bus still has. */
@Injectable()
export class Traffic implements OnApplicationShutdown {
  readonly watches = new Watches();
  readonly #callers = new Callers();
  readonly #log = new Logger(Traffic.name);
  #following: Following | undefined;
  #isFresh = false;
  readonly #stop = new AbortController();

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
    private readonly learned: LearnedStore,
  ) {}

  /** Resolves when what was learned before is there. */
  async follow(listener: TrafficListener): Promise<void> {
    await this.#remember(listener);
    if (this.#stop.signal.aborted) return;
    this.#following = this.bus.followSignals(
      'MetricSampled',
      { sinceSeconds: RELIVED_SECONDS },
      (data, signal) => {
        const tracked = listener.trackedOf(data.endpointId);
        if (!tracked) return;
        this.#callers.hear(data, signal.traceparent);
        this.#take(tracked, data, listener);
      },
    );
  }

  /** One look at an endpoint on which, when stopped, nothing may be spent. Unseen also while the bus is away and until what came meanwhile has been read: silence then means nothing. */
  look(tracked: Tracked, isStopped = false): Decision {
    const watch = this.watches.of(tracked.endpointId);
    return watch.look(tracked, this.clock.nowUs(), this.#seesThePresent(), isStopped);
  }

  /** What tells when there was nothing to do; undefined while the present is not seen, or nothing was said of it. */
  shown(endpointId: string): Shown | undefined {
    return this.#seesThePresent() ? this.watches.get(endpointId)?.shown : undefined;
  }

  /** W3C trace contexts of those who wait for it: of each gateway the first. */
  callersOf(endpointId: string): readonly string[] {
    return this.#callers.of(endpointId);
  }

  spare(tracked: Tracked, count: number): string[] {
    return this.watches.get(tracked.endpointId)?.spare(tracked, count, this.clock.nowUs()) ?? [];
  }

  /** Whether nobody reports it. */
  isStale(endpointId: string): boolean {
    if (!this.#seesThePresent()) return true;
    return this.watches.get(endpointId)?.gateways.isStale(this.clock.nowUs()) ?? true;
  }

  onApplicationShutdown(): void {
    this.#stop.abort();
    this.#following?.stop();
  }

  /** Until Postgres gives it: without it every endpoint would be new. */
  async #remember(listener: TrafficListener): Promise<void> {
    const { signal } = this.#stop;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(2 * pauseMs, MOST_PAUSE_MS)) {
      try {
        await this.#readLearned(listener);
        return;
      } catch (error) {
        this.#log.warn(
          { event: 'learned.not_read', error: String(error) },
          'what was learned cannot be read yet',
        );
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #readLearned({ trackedOf }: TrafficListener): Promise<void> {
    const gone: string[] = [];
    for await (const { endpointId, state } of this.learned.all())
      if (trackedOf(endpointId)) this.watches.remember(endpointId, state);
      else gone.push(endpointId);
    // Deleted while nobody looked.
    await this.learned.forget(gone);
  }

  #take(tracked: Tracked, data: EventNamed<'MetricSampled'>['data'], { sampled }: TrafficListener): void {
    const watch = this.watches.of(tracked.endpointId);
    if (data.replicaId !== null) {
      watch.hear(tracked, data, this.clock.nowUs());
      return;
    }
    const sample = gatewaySample(data, this.clock.nowUs());
    if (!sample) return;
    watch.add(sample);
    this.#freshen(sample);
    if (!this.#isFresh) watch.relive(tracked, sample.atUs);
    sampled(tracked, sample);
  }

  #freshen({ atUs }: Sample): void {
    if (this.#isFresh || !this.bus.connected || this.clock.nowUs() - atUs > FRESH_US) return;
    this.#isFresh = true;
    this.#log.log({ event: 'traffic.fresh' }, 'sees the present traffic');
  }

  #seesThePresent(): boolean {
    if (!this.bus.connected) this.#isFresh = false;
    return this.#isFresh;
  }
}
