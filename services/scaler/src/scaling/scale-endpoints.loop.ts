import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { setImmediate as turn } from 'node:timers/promises';
import { Traffic } from '../observation/traffic.loop.ts';
import { decide } from './decide.ts';
import { inputsOf } from './fleet.ts';
import { FleetStore } from './fleet.store.ts';
import { ScaleEndpoint } from './scale-endpoint.handler.ts';

export const TICK_MS = Symbol('milliseconds between two looks at all endpoints');

/** So many endpoints are looked at before samples and appends get their turn: about two milliseconds of work. */
const SLICE = 100;

/**
 * Looks at every endpoint each tick, and at one at once when the log speaks of it or when a request waits while it has no
 * replica: a wake takes no timer.
 */
@Injectable()
export class ScaleEndpoints implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(ScaleEndpoints.name);
  readonly #tickSeconds = metrics
    .getMeter('tidegate')
    .createHistogram('tidegate_scaler_tick_seconds', { description: 'One look at all endpoints', unit: 's' });
  /** Asked for while the endpoint's last decision was still on its way. */
  readonly #again = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly traffic: Traffic,
    private readonly known: FleetStore,
    private readonly decisions: ScaleEndpoint,
    @Inject(TICK_MS) private readonly tickMs: number,
  ) {}

  onApplicationBootstrap(): void {
    this.decisions.whenLeading(() => {
      this.#schedule(0);
    });
    void this.known
      .follow((endpointId) => {
        this.look(endpointId);
      })
      .then(() => {
        if (this.#stopped) return;
        this.traffic.follow({
          isKnown: (endpointId) => this.known.fleet.get(endpointId) !== undefined,
          sampled: (endpointId, { waiting }) => {
            if (waiting > 0 && this.known.fleet.get(endpointId)?.current === 0) this.look(endpointId);
          },
        });
        this.#schedule(0);
      });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    await this.decisions.settled();
  }

  /** Decides on one endpoint now. While its last decision is on its way the look is taken right after. */
  look(endpointId: string): void {
    const tracked = this.known.fleet.get(endpointId);
    if (!tracked || this.#stopped || !this.decisions.mayDecide) return;
    if (this.decisions.isBusy(endpointId)) {
      this.#again.add(endpointId);
      return;
    }
    const { scaling, wish } = tracked;
    const decision = decide({ scaling, wish, inputs: inputsOf(tracked, this.traffic.observe(endpointId)) });
    if (decision)
      this.decisions.enact(tracked, decision, () => {
        if (this.#again.delete(endpointId)) this.look(endpointId);
      });
  }

  /** After a tick that runs, the next one is scheduled anyway. */
  #schedule(delayMs: number): void {
    if (this.#stopped || this.#ticking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#ticking = this.#tick()
        .catch((error: unknown) => {
          this.#log.error(
            { event: 'scaler.tick_failed', error: String(error) },
            'a look at all endpoints failed',
          );
        })
        .finally(() => {
          this.#ticking = undefined;
          this.#schedule(this.tickMs);
        });
    }, delayMs);
  }

  async #tick(): Promise<void> {
    const { fleet } = this.known;
    const before = performance.now();
    this.traffic.keepOnly((endpointId) => fleet.get(endpointId) !== undefined);
    const endpointIds = Array.from(fleet.all(), ({ endpointId }) => endpointId);
    for (let first = 0; first < endpointIds.length && !this.#stopped; first += SLICE) {
      for (const endpointId of endpointIds.slice(first, first + SLICE)) this.look(endpointId);
      await turn();
    }
    this.#tickSeconds.record((performance.now() - before) / 1000);
  }
}
