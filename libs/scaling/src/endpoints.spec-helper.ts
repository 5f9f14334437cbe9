import { decide, type Decision } from './decide.ts';
import type { Signals } from './signals.ts';
import { observeStart } from './starts.ts';
import { newState, type EndpointState } from './state.ts';
import { TERMS, type Terms } from './terms.ts';

export const QUIET: Signals = {
  atSeconds: 0,
  stale: false,
  inFlight: 0,
  waiting: 0,
  requestsTotal: 0,
  finishedTotal: 0,
  servedSecondsTotal: 0,
  idleSeconds: null,
  ready: 0,
  startingSeconds: [],
  readySeconds: null,
  secondsSinceWake: null,
  values: [],
  ceilings: [],
};

export const signals = (some: Partial<Signals> = {}): Signals => ({ ...QUIET, ...some });

/** Eight slots, up to 32 replicas. */
export const terms = (some: Partial<Terms> = {}): Terms => ({
  ...TERMS,
  maxReplicas: 32,
  rules: [{ metric: 'concurrency', target: 8 }],
  ...some,
});

export type Moment = Readonly<{ requests: number; waiting?: number; ready?: number; starting?: number }>;

export const SERVICE_SECONDS = 5;

/** An endpoint whose starts take half a minute, and the signals that it would send second by second. */
export class Driven {
  state: EndpointState;
  readonly looks: Signals[] = [];
  #at = 0;
  #total = 0;
  #idleSince: number | null = null;
  readonly #terms: Terms;

  constructor(some: Partial<Terms> = {}, startSeconds: number | null = 30) {
    this.#terms = terms(some);
    this.state = newState(signals());
    if (startSeconds !== null) observeStart(this.state.starts, startSeconds);
  }

  look(moment: Moment, some: Partial<Signals> = {}): Decision {
    const { requests, waiting = 0, ready = 1, starting = 0 } = moment;
    this.#at++;
    this.#total += requests;
    const inFlight = Math.round(requests * SERVICE_SECONDS);
    if (inFlight + waiting > 0) this.#idleSince = this.#at;
    const look = signals({
      atSeconds: this.#at,
      inFlight,
      waiting,
      requestsTotal: this.#total,
      finishedTotal: this.#total,
      servedSecondsTotal: SERVICE_SECONDS * this.#total,
      idleSeconds: this.#idleSince === null ? null : this.#at - this.#idleSince,
      ready,
      startingSeconds: new Array<number>(starting).fill(1),
      readySeconds: ready > 0 ? this.#at : null,
      ...some,
    });
    this.looks.push(look);
    return decide(this.state, this.#terms, look);
  }

  /** The same for so many seconds; the last decision. */
  keep(seconds: number, moment: Moment, some: Partial<Signals> = {}): Decision {
    let last = this.look(moment, some);
    for (let second = 1; second < seconds; second++) last = this.look(moment, some);
    return last;
  }
}
