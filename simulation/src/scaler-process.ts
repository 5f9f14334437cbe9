import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { Clock, EventStore } from '@tidegate/eventing/nest';
import {
  EndpointWatch,
  Fleet,
  type FleetStore,
  type Leader,
  ScaleEndpoint,
  type Tracked,
  decide,
} from '@tidegate/scaler/simulated';
import type { Callers } from './callers.ts';
import type { Host } from './host.ts';
import type { SharedLog } from './log.ts';
import { SECOND_US } from './virtual-time.ts';

/** A look each second says hardly ever more than one of these: what happens, and who calls, is looked at when it happens. */
const TICK_US = 4 * SECOND_US;
const QUIET_TICK_US = 10 * SECOND_US;
/** So long after something new. */
const NEWS_LAST_US = 60 * SECOND_US;
const NEWS_US = SECOND_US;
/** As much of the past as a new life lives through again. */
const PAST_SECONDS = 180;
/** With nothing new for so long every look says the same, until something has been idle for long enough. */
const CALM_US = 300 * SECOND_US;
const CALM_TICK_US = 30 * SECOND_US;

/** The scaler as one process: its own fold of the log, its own windows, the decisions that run in production. */
export class ScalerProcess {
  #fleet = new Fleet();
  #watches = new Map<string, EndpointWatch>();
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
    this.#watches = new Map();
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
    this.#tickAfter(NEWS_US);
  }

  #born(): ScaleEndpoint {
    const { host } = this;
    const fleet = this.#fleet;
    const known = { fleet, caughtUp: true } as unknown as FleetStore;
    const leader = { leads: () => true, epochOf: () => host.life + 1 } as unknown as Leader;
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
    const isLively = ({ endpointId }: Tracked): boolean =>
      nowUs - (this.#newsAtUs.get(endpointId) ?? 0) < NEWS_LAST_US &&
      this.callers.wanted(endpointId, nowUs) > 0;
    if (fresh.some(isLively) || this.host.isPaused) this.#tickAfter(TICK_US);
    else if (fresh.length > 0) this.#tickAfter(QUIET_TICK_US);
    else if (resting.length > 0) this.#tickAfter(CALM_TICK_US);
  }

  /** It has more than it must have, and nobody calls it: that ends without anything happening. */
  #mayRest({ endpointId, current, scaling }: Tracked): boolean {
    return current > scaling.minReplicas && this.callers.wanted(endpointId, this.host.time.nowUs) === 0;
  }

  #look(tracked: Tracked): void {
    const { endpointId, scaling, wish } = tracked;
    if (this.#decisions.isBusy(endpointId)) return;
    const { nowUs } = this.host.time;
    const watch = this.#watchOf(tracked);
    const decision = decide(
      { scaling, wish, atSeconds: nowUs / SECOND_US },
      watch.look(tracked, nowUs, true),
    );
    if (!decision) return;
    const spare = watch.spare(tracked, decision.from - decision.to, nowUs);
    this.#decisions.enact(tracked, { ...decision, spare }, () => {
      this.#look(tracked);
    });
  }

  /** The gateway reports all the time; what nobody looked at meanwhile is made up for here. */
  #watchOf(tracked: Tracked): EndpointWatch {
    const { endpointId } = tracked;
    const nowUs = this.host.time.nowUs;
    const known = this.#watches.get(endpointId);
    const watch = known ?? new EndpointWatch();
    if (!known) this.#watches.set(endpointId, watch);
    const fromUs = this.#sampledUntil.get(endpointId) ?? nowUs - PAST_SECONDS * SECOND_US;
    for (const atUs of this.callers.reportsAtUs(
      endpointId,
      Math.max(fromUs, nowUs - PAST_SECONDS * SECOND_US),
    )) {
      watch.add({ source: 'gateway', atUs, ...this.callers.traffic(endpointId, atUs) });
      if (atUs < nowUs) watch.relive(tracked, atUs);
    }
    this.#sampledUntil.set(endpointId, nowUs);
    return watch;
  }
}
