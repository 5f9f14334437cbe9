import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { Traffic } from '../observation/traffic.loop.ts';
import type { Tracked } from '../scaling/fleet.ts';
import { ScaleEndpoint } from '../scaling/scale-endpoint.handler.ts';
import { type Change, changeOf } from './idleness.ts';
import { SayLoad } from './say-load.handler.ts';

export const LOAD_LOOK_MS = Symbol('milliseconds between two looks at who is idle');

/** What many endpoints begin at the same moment is said so many at a time. */
const AT_ONCE = 200;

/** Says when endpoints are idle, and until when they were. Whoever may decide does, alone. */
@Injectable()
export class WatchLoad implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #saying: Promise<void> = Promise.resolve();
  #stopped = false;

  @Inject(LOAD_LOOK_MS) private readonly lookMs!: number;
  @Inject(Clock) private readonly clock!: Clock;

  constructor(
    private readonly traffic: Traffic,
    private readonly decisions: ScaleEndpoint,
    private readonly words: SayLoad,
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
    }, this.lookMs);
  }

  async #look(): Promise<void> {
    await Promise.all(this.#due().map(([tracked, change]) => this.words.say(tracked, change)));
  }

  #due(): (readonly [Tracked, Change])[] {
    const nowUs = this.clock.nowUs();
    const due: (readonly [Tracked, Change])[] = [];
    for (const tracked of this.words.fleet.all()) {
      const { endpointId, current, load, decidedAtUs } = tracked;
      if ((current === 0 && !load.isIdle) || !this.decisions.mayDecide(endpointId)) continue;
      const shown = this.traffic.shown(endpointId);
      const change = shown && changeOf(load, shown, { nowUs, current, decidedAtUs });
      if (change && due.push([tracked, change]) === AT_ONCE) break;
    }
    return due;
  }
}
