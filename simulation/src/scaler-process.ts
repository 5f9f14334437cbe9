import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { Clock, EventStore } from '@tidegate/eventing/nest';
import {
  Fleet,
  type FleetStore,
  type Leader,
  ScaleEndpoint,
  type Tracked,
  Window,
  decide,
  inputsOf,
} from '@tidegate/scaler/simulated';
import type { Callers } from './callers.ts';
import type { Host } from './host.ts';
import type { SharedLog } from './log.ts';
import { SECOND_US } from './virtual-time.ts';

const TICK_US = 2 * SECOND_US;
/** As much of the past as a decision reads, and a little more. */
const PAST_SECONDS = 125;
/** With nothing new for so long every look says the same, until something has been idle for long enough. */
const CALM_US = 200 * SECOND_US;
const CALM_TICK_US = 30 * SECOND_US;
/** Of the gateway: as seldom as still counts as being there. */
const REPORT_US = 2 * SECOND_US;

/** The scaler as one process: its own fold of the log, its own windows, the decisions that run in production. */
export class ScalerProcess {
  #fleet = new Fleet();
  #windows = new Map<string, Window>();
  #sampledUntil = new Map<string, number>();
  #position = 0;
  readonly #newsAtUs = new Map<string, number>();
  #tickAtUs = 0;
  #decisions: ScaleEndpoint;

  constructor(
    private readonly host: Host,
    private readonly log: SharedLog,
    private readonly store: EventStore,
    private readonly callers: Callers,
  ) {
    this.#decisions = this.#born();
    log.onGrowth(() => {
      this.host.time.after(this.host.random.between(0, 20_000), () => {
        this.#follow();
      });
    });
  }

  /** A new life knows nothing, and reads the log. */
  restart(): void {
    this.#fleet = new Fleet();
    this.#windows = new Map();
    this.#sampledUntil = new Map();
    this.#position = 0;
    this.#decisions = this.#born();
    this.#tickAtUs = 0;
    this.host.start();
    this.#follow();
  }

  /** Something is new about an endpoint: look at it each tick for a while. */
  stir(endpointId: string): void {
    this.#newsAtUs.set(endpointId, this.host.time.nowUs);
    this.#tickAfter(TICK_US);
  }

  #born(): ScaleEndpoint {
    const { host } = this;
    const fleet = this.#fleet;
    const known = { fleet, caughtUp: true } as unknown as FleetStore;
    const leader = { held: true, epoch: host.life + 1 } as unknown as Leader;
    const clock = { nowUs: () => host.time.nowUs } as unknown as Clock;
    return new ScaleEndpoint(this.store, known, leader, clock);
  }

  #follow(): void {
    if (!this.host.isAlive || this.host.isPaused) return;
    for (const event of this.log.all.slice(this.#position)) {
      this.#position = event.position;
      const tracked = this.#fleet.apply(event as Recorded<AnyEvent>);
      if (!tracked) continue;
      this.stir(tracked.endpointId);
      this.#look(tracked);
    }
  }

  #tickAfter(delayUs: number): void {
    const { time } = this.host;
    const atUs = time.nowUs + delayUs;
    if (this.#tickAtUs > time.nowUs && this.#tickAtUs <= atUs) return;
    this.#tickAtUs = atUs;
    time.after(delayUs, () => {
      if (this.#tickAtUs === atUs && this.host.isAlive) this.#tick();
    });
  }

  #tick(): void {
    const { nowUs } = this.host.time;
    const isFresh = ({ endpointId }: Tracked): boolean =>
      nowUs - (this.#newsAtUs.get(endpointId) ?? 0) < CALM_US;
    const resting = [...this.#fleet.all()].filter((tracked) => this.#mayRest(tracked));
    const fresh = [...this.#fleet.all()].filter(isFresh);
    if (!this.host.isPaused) for (const tracked of new Set([...fresh, ...resting])) this.#look(tracked);
    if (fresh.length > 0 || this.host.isPaused) this.#tickAfter(TICK_US);
    else if (resting.length > 0) this.#tickAfter(CALM_TICK_US);
  }

  /** It has more than it must have, and nobody calls it: that ends without anything happening. */
  #mayRest({ endpointId, current, scaling }: Tracked): boolean {
    return current > scaling.minReplicas && this.callers.wanted(endpointId, this.host.time.nowUs) === 0;
  }

  #look(tracked: Tracked): void {
    const { endpointId, scaling, wish } = tracked;
    if (this.#decisions.isBusy(endpointId)) return;
    const observation = this.#windowOf(endpointId).observe(this.host.time.nowUs);
    const decision = decide({ scaling, wish, inputs: inputsOf(tracked, observation) });
    if (decision)
      this.#decisions.enact(tracked, decision, () => {
        this.#look(tracked);
      });
  }

  /** The gateway reports all the time; what nobody looked at meanwhile is made up for here. */
  #windowOf(endpointId: string): Window {
    const nowUs = this.host.time.nowUs;
    const known = this.#windows.get(endpointId);
    const window = known ?? new Window(PAST_SECONDS);
    if (!known) this.#windows.set(endpointId, window);
    const from = this.#sampledUntil.get(endpointId) ?? 0;
    for (
      let atUs = Math.max(from + REPORT_US, nowUs - PAST_SECONDS * SECOND_US);
      atUs <= nowUs;
      atUs += REPORT_US
    ) {
      window.add({ source: 'gateway', atUs, ...this.callers.traffic(endpointId, atUs) });
      this.#sampledUntil.set(endpointId, atUs);
    }
    return window;
  }
}
