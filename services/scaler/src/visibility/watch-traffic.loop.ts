import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Traffic } from '../observation/traffic.loop.ts';
import { ScaleEndpoint } from '../scaling/scale-endpoint.handler.ts';
import type { Tracked } from '../scaling/fleet.ts';
import { SayVisibility } from './say-visibility.handler.ts';
import { changeOf, unseenSince } from './visibility.ts';

/** When traffic that nobody reports is said to be unseen. */
export type VisibilitySettings = Readonly<{ lookMs: number; unseenAfterUs: number }>;
export const VISIBILITY_SETTINGS = Symbol('visibility settings');

/** When the bus is away all endpoints are unseen at once: they are said so many at a time. */
const AT_ONCE = 200;

/** Says when an endpoint’s traffic is not reported any more, and when it is again. Whoever may decide does, alone. */
@Injectable()
export class WatchTraffic implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #unseenSinceUs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #saying: Promise<void> = Promise.resolve();
  #stopped = false;

  @Inject(VISIBILITY_SETTINGS) private readonly settings!: VisibilitySettings;
  @Inject(Clock) private readonly clock!: Clock;

  constructor(
    private readonly traffic: Traffic,
    private readonly decisions: ScaleEndpoint,
    private readonly words: SayVisibility,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#saying;
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#saying = this.#look().finally(() => {
        this.#schedule();
      });
    }, this.settings.lookMs);
  }

  async #look(): Promise<void> {
    await Promise.all(this.#due().map(([tracked, visible]) => this.words.say(tracked, visible)));
  }

  #due(): (readonly [Tracked, boolean])[] {
    const { fleet } = this.words;
    const nowUs = this.clock.nowUs();
    const due: (readonly [Tracked, boolean])[] = [];
    for (const endpointId of this.#unseenSinceUs.keys())
      if (!fleet.get(endpointId)) this.#unseenSinceUs.delete(endpointId);
    for (const tracked of fleet.all()) {
      // Who has not led it counts from its first look as leader.
      if (!this.decisions.mayDecide(tracked.endpointId)) {
        this.#unseenSinceUs.delete(tracked.endpointId);
        continue;
      }
      const visible = this.#changeOf(tracked, nowUs);
      if (visible !== null && due.push([tracked, visible]) === AT_ONCE) break;
    }
    return due;
  }

  #changeOf({ endpointId, current, traffic }: Tracked, nowUs: number): boolean | null {
    const seeing = {
      current,
      stale: this.traffic.isStale(endpointId),
      visible: traffic.visible,
      unseenSinceUs: this.#unseenSinceUs.get(endpointId) ?? null,
    };
    const sinceUs = unseenSince(seeing, nowUs);
    if (sinceUs === null) this.#unseenSinceUs.delete(endpointId);
    else this.#unseenSinceUs.set(endpointId, sinceUs);
    return changeOf(seeing, nowUs, this.settings.unseenAfterUs);
  }
}
