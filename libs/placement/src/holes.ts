/**
 * What a hole of `v` thousandths in a GPU is worth, in GPUs, to the shares that are asked for: the dual prices of the cutting-stock
 * problem "fewest GPUs that hold the demand" (Gilmore and Gomory 1961), solved by column generation.
 *
 * Example: only shares of 400 are asked for, so a GPU holds two: a share is worth half a GPU, a hole of 400 to 799 too, and one
 * of 399 nothing. The 200 that two shares leave are lost, and lost already when the first one is placed.
 *
 * @param sizes distinct shares in thousandths, below 1000
 * @param demand how often each is asked for, above 0
 * @returns by thousandths, 0 to 1000; all 0 when nothing is asked for
 */
export const holeValues = (sizes: readonly number[], demand: readonly number[]): Float64Array => {
  if (sizes.length === 0) return new Float64Array(1001);
  // In grains: most shares are tens or fifties, and a knapsack of 20 grains takes a fiftieth of the time of one of 1,000.
  const grain = sizes.reduce(greatestDivisor);
  const grains = sizes.map((size) => size / grain);
  const whole = Math.floor(1000 / grain);
  const values = new Float64Array(whole + 1);
  const basis = new Basis(sizes, demand);
  const pattern = new Float64Array(sizes.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const best = bestPattern(grains, basis.prices(), values);
    if (values[whole]! < 1 + TOLERANCE) break;
    fillPattern(pattern, grains, best);
    if (!basis.enter(pattern)) break;
  }
  return Float64Array.from({ length: 1001 }, (_, hole) => values[Math.floor(hole / grain)]! / values[whole]!);
};

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** How often each piece is in the most valuable filling of the whole. */
const fillPattern = (pattern: Float64Array, grains: readonly number[], best: Int16Array): void => {
  pattern.fill(0);
  for (let room = best.length - 1; room > 0;) {
    const piece = best[room]!;
    if (piece < 0) room--;
    else {
      pattern[piece] = pattern[piece]! + 1;
      room -= grains[piece]!;
    }
  }
};

/** Far more than were ever needed; it ends by itself. */
const MOST_ROUNDS = 400;
const TOLERANCE = 1e-6;

/** The most valuable filling of each hole: unbounded knapsack. `values` is filled; returned is the piece taken last, -1 for none. */
const bestPattern = (sizes: readonly number[], prices: Float64Array, values: Float64Array): Int16Array => {
  const pieces = new Int16Array(values.length).fill(-1);
  values[0] = 0;
  for (let hole = 1; hole < values.length; hole++) {
    let most = values[hole - 1]!;
    for (let piece = 0; piece < sizes.length; piece++) {
      const rest = hole - sizes[piece]!;
      if (rest < 0) continue;
      const value = values[rest]! + prices[piece]!;
      if (value <= most + 1e-12) continue;
      most = value;
      pieces[hole] = piece;
    }
    values[hole] = most;
  }
  return pieces;
};

/** The basis of the simplex method with its inverse. It begins with patterns of one size each. */
class Basis {
  readonly #inverse: Float64Array[];
  /** How many GPUs are cut by each pattern of the basis. */
  readonly #cuts: Float64Array;

  constructor(sizes: readonly number[], demand: readonly number[]) {
    const perGpu = sizes.map((size) => Math.floor(1000 / size));
    this.#inverse = perGpu.map((count, i) => {
      const row = new Float64Array(sizes.length);
      row[i] = 1 / count;
      return row;
    });
    // Equal demands would let the method go in circles: each is moved by another grain.
    this.#cuts = Float64Array.from(perGpu, (count, i) => (demand[i]! + 1e-7 * (i + 1)) / count);
  }

  prices(): Float64Array {
    const prices = new Float64Array(this.#cuts.length);
    for (const row of this.#inverse) for (let j = 0; j < row.length; j++) prices[j] = prices[j]! + row[j]!;
    return prices;
  }

  /** Takes a pattern in, and the one out that reaches zero first. False: none does. */
  enter(pattern: Float64Array): boolean {
    const step = Float64Array.from(this.#inverse, (row) => dot(row, pattern));
    let leaving = -1;
    let least = Infinity;
    for (let i = 0; i < step.length; i++) {
      const ratio = step[i]! > 1e-9 ? this.#cuts[i]! / step[i]! : Infinity;
      if (ratio < least) [least, leaving] = [ratio, i];
    }
    if (leaving < 0) return false;
    this.#pivot(leaving, step);
    return true;
  }

  #pivot(leaving: number, step: Float64Array): void {
    const row = this.#inverse[leaving]!;
    const by = step[leaving]!;
    for (let j = 0; j < row.length; j++) row[j] = row[j]! / by;
    const cut = this.#cuts[leaving]! / by;
    this.#cuts[leaving] = cut;
    for (const [i, other] of this.#inverse.entries()) {
      const share = step[i]!;
      if (i === leaving || share === 0) continue;
      for (let j = 0; j < other.length; j++) other[j] = other[j]! - share * row[j]!;
      this.#cuts[i] = this.#cuts[i]! - share * cut;
    }
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};
