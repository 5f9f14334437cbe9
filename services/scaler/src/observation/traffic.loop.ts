import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Bus, Clock, type Following } from '@tidegate/eventing/nest';
import { formula } from '../scaling/formula.ts';
import { gatewaySample, type Sample } from './sample.ts';
import { type Observation, unobserved, Window } from './window.ts';

/** The averages at the beginning of the hold need what was before it. */
const RETAINED_SECONDS = formula.readsSeconds + 2;
/** The signals of the past come in order: one that is no older than this ends the catching up. */
const FRESH_US = 2_000_000;

export type TrafficListener = Readonly<{
  /** Only endpoints that are known get a window. */
  isKnown: (endpointId: string) => boolean;
  sampled: (endpointId: string, sample: Sample) => void;
}>;

/** The windows of all endpoints, fed by the samples of the gateways; rebuilt at a start from what the bus still has. */
@Injectable()
export class Traffic implements OnApplicationShutdown {
  readonly #log = new Logger(Traffic.name);
  readonly #windows = new Map<string, Window>();
  #following: Following | undefined;
  #isFresh = false;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  follow({ isKnown, sampled }: TrafficListener): void {
    this.#following = this.bus.followSignals('MetricSampled', { sinceSeconds: RETAINED_SECONDS }, (data) => {
      const sample = gatewaySample(data, this.clock.nowUs());
      if (!sample || !isKnown(data.endpointId)) return;
      this.#windowOf(data.endpointId).add(sample);
      this.#freshen(sample);
      sampled(data.endpointId, sample);
    });
  }

  /** Unobserved also while the bus is away and until what came meanwhile has been read: silence then means nothing. */
  observe(endpointId: string): Observation {
    const nowUs = this.clock.nowUs();
    return this.#freshWindow(endpointId)?.observe(nowUs) ?? unobserved(nowUs);
  }

  /** Whether nobody reports it, as an observation would say, without the work of one. */
  isStale(endpointId: string): boolean {
    return this.#freshWindow(endpointId)?.isStale(this.clock.nowUs()) ?? true;
  }

  /** Drops the windows of endpoints that are no more. */
  keepOnly(isKnown: (endpointId: string) => boolean): void {
    for (const endpointId of this.#windows.keys()) if (!isKnown(endpointId)) this.#windows.delete(endpointId);
  }

  onApplicationShutdown(): void {
    this.#following?.stop();
  }

  #freshen({ atUs }: Sample): void {
    if (this.#isFresh || !this.bus.connected || this.clock.nowUs() - atUs > FRESH_US) return;
    this.#isFresh = true;
    this.#log.log({ event: 'traffic.fresh', endpoints: this.#windows.size }, 'sees the present traffic');
  }

  #freshWindow(endpointId: string): Window | undefined {
    if (!this.bus.connected) this.#isFresh = false;
    return this.#isFresh ? this.#windows.get(endpointId) : undefined;
  }

  #windowOf(endpointId: string): Window {
    const known = this.#windows.get(endpointId);
    if (known) return known;
    const window = new Window(RETAINED_SECONDS);
    this.#windows.set(endpointId, window);
    return window;
  }
}
