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
  #newsAtUs = 0;
  #decisions: ScaleEndpoint;
  #isTicking = false;

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
    this.host.start();
    this.#follow();
  }

  /** Traffic is about to change: look again each tick. */
  stir(): void {
    this.#newsAtUs = this.host.time.nowUs;
    this.#keepTicking();
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
      if (tracked) this.#look(tracked);
    }
    this.stir();
  }

  #keepTicking(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    const isCalm = this.host.time.nowUs - this.#newsAtUs >= CALM_US;
    this.host.time.after(isCalm ? CALM_TICK_US : TICK_US, () => {
      this.#isTicking = false;
      if (!this.host.isAlive) return;
      if (this.host.isPaused) {
        this.#keepTicking();
        return;
      }
      for (const tracked of this.#fleet.all()) this.#look(tracked);
      if (!isCalm || this.#mayRest()) this.#keepTicking();
    });
  }

  /** Somebody has more than it must have, and nobody calls it: that ends without anything happening. */
  #mayRest(): boolean {
    const { nowUs } = this.host.time;
    return [...this.#fleet.all()].some(
      ({ endpointId, current, scaling }) =>
        current > scaling.minReplicas && this.callers.wanted(endpointId, nowUs) === 0,
    );
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
