export type Across = 'sum' | 'average' | 'max';
type Said = Readonly<{ value: number; atUs: number }>;

/** Who says nothing for so long says nothing any more. */
const FRESH_US = 15_000_000;

/** One number that several tell of: what they last said counts together, as long as it is fresh. */
export class Together {
  readonly #said = new Map<string, Said>();

  /** @returns all of them together at that moment */
  say(source: string, said: Said, across: Across): number {
    const before = this.#said.get(source);
    if (!before || before.atUs <= said.atUs) this.#said.set(source, said);
    const fresh: number[] = [];
    for (const [key, { value, atUs }] of this.#said) {
      if (atUs < said.atUs - FRESH_US) this.#said.delete(key);
      else fresh.push(value);
    }
    const sum = fresh.reduce((total, value) => total + value, 0);
    switch (across) {
      case 'sum':
        return sum;
      case 'average':
        return sum / fresh.length;
      case 'max':
        return Math.max(...fresh);
    }
  }

  /** Whether anybody said something since. */
  isFresh(sinceUs: number): boolean {
    return this.#said.values().some(({ atUs }) => atUs >= sinceUs);
  }
}
