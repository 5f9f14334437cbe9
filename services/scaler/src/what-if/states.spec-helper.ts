import { type EndpointState, TERMS, decide, newState } from '@tidegate/scaling';

export const MANUAL = { ...TERMS, mode: 'manual', minReplicas: 1 } as const;

const signals = {
  stale: false,
  inFlight: 0,
  waiting: 0,
  idleSeconds: null,
  ready: 1,
  startingSeconds: [],
  readySeconds: 1,
  secondsSinceWake: null,
  values: [],
  ceilings: [],
};

/** An endpoint that is looked at, and what came at it. */
export class Looked {
  state: EndpointState;
  #requests: number;
  readonly #seconds: number;
  #finished = 0;

  /** @param seconds that each request takes */
  constructor(atSeconds: number, requestsBefore = 0, seconds = 2) {
    this.#requests = requestsBefore;
    this.#seconds = seconds;
    this.state = newState(this.#signals(atSeconds));
  }

  /** So many came since the last look, and have been answered. */
  look(atSeconds: number, requests: number): void {
    this.#requests += requests;
    this.#finished += requests;
    decide(this.state, MANUAL, this.#signals(atSeconds));
  }

  #signals(atSeconds: number) {
    return {
      ...signals,
      atSeconds,
      requestsTotal: this.#requests,
      finishedTotal: this.#finished,
      servedSecondsTotal: this.#finished * this.#seconds,
    };
  }
}
