import { STEP_US, stepOf } from './open-steps.ts';

/** How long a step was watched, and how often the fleet was looked at meanwhile. */
export type WatchedStep = Readonly<{ us: number; looks: number }>;
/** By the beginning of the step. */
export type Coverage = ReadonlyMap<number, WatchedStep>;

/** Who did not look for so long did not watch meanwhile. */
const LONGEST_PAUSE_US = 5_000_000;

/** Counts are of the time in which somebody watched: without it a silence cannot be told from nobody having listened. */
export class Watched {
  readonly #steps = new Map<number, WatchedStep>();
  #lastUs: number | null = null;

  /** @param isListening false: what happens now passes unseen */
  look(nowUs: number, isListening: boolean): void {
    const last = this.#lastUs;
    this.#lastUs = isListening ? nowUs : null;
    if (isListening) this.#add(stepOf(nowUs), { us: 0, looks: 1 });
    if (last === null || !isListening || nowUs - last > LONGEST_PAUSE_US) return;
    for (let fromUs = last; fromUs < nowUs;) {
      const step = stepOf(fromUs);
      const toUs = Math.min(nowUs, step + STEP_US);
      this.#add(step, { us: toUs - fromUs, looks: 0 });
      fromUs = toUs;
    }
  }

  /** Of steps that are over by then, which it then forgets. */
  take(untilUs: number): Coverage {
    const ended = new Map([...this.#steps].filter(([atUs]) => atUs < untilUs));
    for (const atUs of ended.keys()) this.#steps.delete(atUs);
    return ended;
  }

  #add(atUs: number, { us, looks }: WatchedStep): void {
    const known = this.#steps.get(atUs);
    this.#steps.set(atUs, { us: (known?.us ?? 0) + us, looks: (known?.looks ?? 0) + looks });
  }
}
