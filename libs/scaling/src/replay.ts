import { HEADWAY, type Constants } from './constants.ts';
import { decide } from './decide.ts';
import type { Signals } from './signals.ts';
import { observeStart } from './starts.ts';
import { newState, type EndpointState } from './state.ts';
import type { Policy, View } from './simulation.ts';
import type { Terms } from './terms.ts';

/** The live decision as a policy of the simulation: the same code, fed from what a simulated gateway sees. */
export class Replay implements Policy {
  readonly periodSeconds = 1;
  readonly minReplicas = 0;
  readonly takesBack = true;
  readonly #terms: Terms;
  readonly #constants: Constants;
  #state: EndpointState | null = null;
  #startsSeen = 0;
  #wokenAt: number | null = null;
  #readyAt: number | null = null;

  constructor(terms: Terms, constants: Constants = HEADWAY) {
    this.#terms = terms;
    this.#constants = constants;
  }

  wake(view: View): number {
    return this.tick(view);
  }

  tick(view: View): number {
    const signals = this.#signalsOf(view);
    this.#state ??= newState({ ...signals, atSeconds: 0, requestsTotal: 0 }, this.#constants);
    for (; this.#startsSeen < view.startSeconds.length; this.#startsSeen++)
      observeStart(this.#state.starts, view.startSeconds[this.#startsSeen]!);
    const { current, desired } = decide(this.#state, this.#terms, signals, this.#constants);
    if (current === 0 && desired > 0) this.#wokenAt = view.now;
    return desired;
  }

  #signalsOf(view: View): Signals {
    const { now } = view;
    if (view.ready === 0) this.#readyAt = null;
    else this.#readyAt ??= now;
    return {
      atSeconds: now,
      stale: false,
      inFlight: view.inFlight,
      waiting: view.waiting,
      requestsTotal: view.arrived,
      finishedTotal: view.finished,
      servedSecondsTotal: view.servedSeconds,
      idleSeconds: view.idleSeconds,
      ready: view.ready,
      startingSeconds: view.replicas
        .filter(({ phase }) => phase === 'starting')
        .map(({ askedAt }) => now - askedAt),
      readySeconds: this.#readyAt === null ? null : now - this.#readyAt,
      secondsSinceWake: this.#wokenAt === null ? null : now - this.#wokenAt,
      values: [],
      ceilings: [],
      scheduled: null,
    };
  }
}
