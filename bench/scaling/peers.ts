import type { Policy, View } from '@tidegate/scaling';
import { Extremes } from './extremes.ts';
import { ENGINE, FILL, type Workload } from './workloads.ts';

/** Requests in flight or waiting that one replica is meant to have. */
const TARGET = FILL * ENGINE.slots;

const ceiling = (value: number): number => Math.ceil(value - 1e-9);
const current = (view: View): number => view.ready + view.starting;
const load = (view: View): number => view.inFlight + view.waiting;

export abstract class Peer implements Policy {
  readonly periodSeconds: number;
  readonly minReplicas: number;
  readonly takesBack = false;

  constructor(periodSeconds: number, minReplicas = 0) {
    this.periodSeconds = periodSeconds;
    this.minReplicas = minReplicas;
  }

  wake(_view: View): number | null {
    return 1;
  }

  abstract tick(view: View): number | null;
}

/** Knative’s: a stable window, and a panic window whose highest answer is kept until a stable window after the panic. */
export class Kpa extends Peer {
  #panicAt: number | null = null;
  #highest = 0;
  #isFirst = true;

  constructor() {
    super(2);
  }

  tick(view: View): number {
    const ready = Math.max(1, view.ready);
    // A new scaler that finds several replicas begins in panic: it cannot know why there are so many.
    if (this.#isFirst && view.ready > 1) this.#panic(view.now, view.ready);
    this.#isFirst = false;
    const clamp = (wanted: number): number => Math.min(1000 * ready, Math.max(Math.floor(ready / 2), wanted));
    const panicWants = ceiling(view.history.meanLoad(6) / TARGET);
    const stable = clamp(ceiling(view.history.meanLoad(60) / TARGET));
    if (panicWants / ready >= 2) this.#panic(view.now, this.#highest);
    else if (this.#panicAt !== null && this.#panicAt + 60 < view.now) {
      this.#panicAt = null;
      this.#highest = 0;
    }
    if (this.#panicAt === null) return stable;
    this.#highest = Math.max(this.#highest, stable, clamp(panicWants));
    return this.#highest;
  }

  #panic(now: number, highest: number): void {
    this.#panicAt = now;
    this.#highest = highest;
  }
}

/** Kubernetes’: no move within a tenth of the target, up by the double or four at most, down after five minutes. */
export class Hpa extends Peer {
  readonly #answers = new Extremes(300);

  constructor(periodSeconds = 15, minReplicas = 1) {
    super(periodSeconds, minReplicas);
  }

  tick(view: View): number | null {
    const now = current(view);
    const mean = view.history.meanLoad(15);
    const ratio = mean / (TARGET * Math.max(1, now));
    const wanted = Math.max(1, Math.abs(ratio - 1) <= 0.1 ? now : ceiling(mean / TARGET));
    this.#answers.add(view.now, wanted);
    if (wanted > now) return Math.min(wanted, Math.max(2 * now, now + 4));
    return Math.min(now, Math.max(wanted, this.#answers.highest()));
  }
}

/** HPA between one and many; its own poll of half a minute between none and one. */
export class Keda extends Hpa {
  #activeAt = 0;

  constructor() {
    super(15, 0);
  }

  override wake(): number | null {
    return null;
  }

  override tick(view: View): number | null {
    const isPoll = view.now % 30 === 0;
    if (isPoll && load(view) > 0) this.#activeAt = view.now;
    if (current(view) === 0) return isPoll && load(view) > 0 ? 1 : 0;
    if (isPoll && load(view) === 0 && this.#activeAt + 300 < view.now) return 0;
    return super.tick(view);
  }
}

/** SkyServe: requests per second over a minute; up after 15 looks that agree, down after 60. Told the true service time. */
export class SkyServe extends Peer {
  readonly #perReplica: number;
  #over = 0;
  #under = 0;

  constructor({ serviceSeconds }: Workload) {
    super(5);
    this.#perReplica = TARGET / serviceSeconds;
  }

  tick(view: View): number | null {
    const now = current(view);
    if (now > 0 && view.now % 20 !== 0) return null;
    const requests = view.history.rate(60) * Math.min(60, view.history.second);
    const wanted = ceiling(requests / 60 / this.#perReplica);
    if (now === 0) return wanted;
    this.#over = wanted > now ? this.#over + 1 : 0;
    this.#under = wanted < now ? this.#under + 1 : 0;
    if (this.#over < 15 && this.#under < 60) return null;
    this.#over = 0;
    this.#under = 0;
    return wanted;
  }
}

/** Ray Serve: a mean over half a minute that arrives every ten seconds; up after 30 s of agreement, down after 600 s. */
export class RayServe extends Peer {
  #ongoing = 0;
  #over = 0;
  #under = 0;

  constructor() {
    super(1);
  }

  override wake(): number | null {
    return null;
  }

  tick(view: View): number | null {
    const now = current(view);
    const isPush = view.now % 10 === 0;
    if (isPush) this.#ongoing = view.history.meanLoad(30);
    if (now === 0) return this.#fromZero(isPush ? load(view) : 0, view);
    const wanted = ceiling(this.#ongoing / TARGET);
    this.#over = wanted > now ? this.#over + 1 : 0;
    this.#under = wanted < now ? this.#under + 1 : 0;
    if (this.#over <= 30 && this.#under <= 600) return null;
    this.#over = 0;
    this.#under = 0;
    return wanted === 0 && now > 1 ? 1 : wanted;
  }

  #fromZero(pushed: number, view: View): number {
    if (this.#ongoing <= 0 && pushed <= 0) return 0;
    return Math.max(1, Math.ceil(Math.max(this.#ongoing, load(view)) / TARGET));
  }
}

/** RunPod by request count: what is there now over the target, less only after five seconds. */
export class RunPodCount extends Peer {
  readonly #answers = new Extremes(5);

  constructor() {
    super(1);
  }

  tick(view: View): number {
    const wanted = ceiling(load(view) / TARGET);
    this.#answers.add(view.now, wanted);
    const now = current(view);
    return wanted >= now ? wanted : Math.min(now, this.#answers.highest());
  }
}

/** RunPod by queue delay: more for who waits longer than four seconds, less for each replica that was idle for five. */
export class RunPodDelay extends Peer {
  constructor() {
    super(1);
  }

  tick(view: View): number {
    const late = view.waitingLongerThan(4);
    const missing = Math.ceil(late / view.slots) - view.starting;
    if (late > 0 && missing > 0) return current(view) + missing;
    const idle = view.replicas.filter(
      ({ phase, busy, changedAt }) => phase === 'ready' && busy === 0 && view.now - changedAt >= 5,
    );
    return current(view) - idle.length;
  }
}

/** Cortex: a minute’s mean with a dead band, small steps; up by the least answer of a minute, down by the most of five. */
export class Cortex extends Peer {
  readonly #fiveMinutes = new Extremes(300);
  readonly #oneMinute = new Extremes(60);
  #since: number | null = null;

  constructor() {
    super(10);
  }

  tick(view: View): number {
    const now = current(view);
    if (now === 0) {
      this.#since = null;
      return 0;
    }
    this.#since ??= view.now;
    const wanted = this.#stepFrom(now, view.history.meanLoad(60) / TARGET);
    this.#fiveMinutes.add(view.now, wanted);
    this.#oneMinute.add(view.now, wanted);
    if (view.now - this.#since < 60) return Math.max(now, wanted);
    if (wanted < now) return Math.min(now, this.#fiveMinutes.highest());
    return Math.max(now, Math.min(wanted, this.#oneMinute.lowest()));
  }

  #stepFrom(now: number, raw: number): number {
    if (Math.abs(raw - now) <= 0.05 * now) return now;
    const wanted = ceiling(raw);
    if (wanted < now) return Math.max(wanted, Math.min(now - 1, Math.ceil(0.75 * now)));
    return Math.min(wanted, Math.max(now + 1, Math.ceil(1.5 * now)));
  }
}
