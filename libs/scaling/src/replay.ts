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
  readonly #beganAtSeconds: number;
  #state: EndpointState | null = null;
  #startsSeen = 0;
  #wokenAt: number | null = null;
  #readyAt: number | null = null;

  /** @param beganAtSeconds of the recording, since the epoch: schedules are read by it */
  constructor(terms: Terms, constants: Constants = HEADWAY, beganAtSeconds = 0) {
    this.#terms = terms;
    this.#constants = constants;
    this.#beganAtSeconds = beganAtSeconds;
  }

  wake(view: View): number {
    return this.tick(view);
  }

  tick(view: View): number {
    const signals = this.#signalsOf(view);
    this.#state ??= newState(
      { ...signals, atSeconds: this.#beganAtSeconds, requestsTotal: 0 },
      this.#constants,
    );
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
      atSeconds: this.#beganAtSeconds + now,
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
    };
  }
}
