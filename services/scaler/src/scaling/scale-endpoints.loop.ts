import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { SpendingStop } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import type { Decision as Load } from '@tidegate/scaling';
import { setImmediate as turn } from 'node:timers/promises';
import { Traffic } from '../observation/traffic.loop.ts';
import { decide } from './decide.ts';
import type { Tracked } from './fleet.ts';
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
  #sees = false;

  @Inject(TICK_MS) private readonly tickMs!: number;

  constructor(
    private readonly traffic: Traffic,
    private readonly known: FleetStore,
    private readonly decisions: ScaleEndpoint,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.decisions.whenLeading(() => {
      this.#schedule(0);
    });
    void this.known
      .follow((endpointId) => {
        this.look(endpointId);
      })
      .then(() =>
        this.traffic.follow({
          trackedOf: (endpointId) => this.known.fleet.get(endpointId),
          sampled: ({ endpointId, current }, { waiting }) => {
            if (waiting > 0 && current === 0) this.look(endpointId);
          },
        }),
      )
      .then(
        () => {
          this.#sees = true;
          this.#schedule(0);
        },
        (error: unknown) => {
          this.#log.error({ event: 'scaler.not_started', error: String(error) }, 'cannot see the traffic');
        },
      );
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
    await this.decisions.settled();
  }

  /**
   * Takes one look at an endpoint, and decides when it is this process's to decide: the others look as well, to be warm when they must.
   * While its last decision is on its way the look is taken right after.
   */
  look(endpointId: string): void {
    const tracked = this.known.fleet.get(endpointId);
    if (!tracked || this.#stopped || !this.#sees) return;
    if (this.decisions.isBusy(endpointId)) {
      this.#again.add(endpointId);
      return;
    }
    const nowUs = this.clock.nowUs();
    const stop = this.known.fleet.stopOf(tracked, nowUs);
    const load = this.traffic.look(tracked, stop !== null);
    if (this.decisions.mayDecide(endpointId))
      this.#decide(tracked, load, { stop, atSeconds: nowUs / 1_000_000 });
  }

  #decide(
    tracked: Tracked,
    load: Load,
    now: Readonly<{ stop: SpendingStop | null; atSeconds: number }>,
  ): void {
    const { endpointId } = tracked;
    const decision = decide({ ...tracked, ...now }, load);
    if (!decision) return;
    const spare = decision.to > 0 ? this.traffic.spare(tracked, decision.from - decision.to) : [];
    const callers = this.traffic.callersOf(endpointId);
    this.decisions.enact(tracked, { ...decision, spare, callers }, () => {
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
    const endpointIds = Array.from(fleet.all(), ({ endpointId }) => endpointId);
    for (let first = 0; first < endpointIds.length && !this.#stopped; first += SLICE) {
      for (const endpointId of endpointIds.slice(first, first + SLICE)) this.look(endpointId);
      await turn();
    }
    this.#tickSeconds.record((performance.now() - before) / 1000);
  }
}
