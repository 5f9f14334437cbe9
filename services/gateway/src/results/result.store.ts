import type { ResultPlace, ResultTarget } from '@tidegate/contracts';

/** Where results are kept. */
export type ResultStore = Readonly<{
  /**
   * Stores a result, whole or not at all; what was there is replaced.
   * @throws when it was not stored, or nobody knows
   */
  put: (place: ResultPlace, json: Buffer) => Promise<void>;
  /** Why nothing can be stored there, as far as that shows without writing; undefined: nothing speaks against it. */
  problem: (target: ResultTarget) => Promise<string | undefined>;
}>;
