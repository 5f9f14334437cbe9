import { amountOf } from '../rating/line.ts';
import type { DetailedLine, Stretch } from './stretch.ts';

/** A part of a line between two cuts, in one phase. */
export type Piece = Readonly<
  Omit<Stretch, 'weightThousandths'> & {
    weightThousandths: number;
    heldUs: bigint;
    coveredUs: bigint;
    /** What costs: time × weight, without what is covered. */
    weightedUsThousandths: bigint;
    gpuThousandthsUs: bigint;
    vcpuMillisUs: bigint;
    costNanoUsd: bigint;
  }
>;

export type Span = Readonly<{ fromUs: number; untilUs: number }>;

/**
 * The pieces of a line in a span of time, cut at these moments and wherever its phase changes. Quantities are exact. The cost of a
 * piece is the line’s cost up to its end less that up to its beginning, both rounded as the line’s own: so whatever the cuts, pieces
 * that lie side by side add up to what an uncut one would cost, and all of them to the line’s cost.
 * @param cuts in ascending order
 */
export function* piecesOf(line: DetailedLine, cuts: readonly number[], span?: Span): Generator<Piece> {
  const { fromUs, untilUs } = span ?? { fromUs: line.fromUs, untilUs: line.toUs };
  const held = new Held(line);
  let nth = 0;
  for (const stretch of line.stretches)
    for (let at = stretch.fromUs; at < stretch.toUs;) {
      while ((cuts[nth] ?? Infinity) <= at) nth++;
      const to = Math.min(stretch.toUs, cuts[nth] ?? Infinity, at < fromUs ? fromUs : untilUs);
      // What lies after the span.
      if (to <= at) return;
      const piece = held.next(stretch, at, to);
      if (at >= fromUs) yield piece;
      at = to;
    }
}

/** Walks along a line, and knows what it comes to up to where it is. */
class Held {
  readonly #line: DetailedLine;
  /** Microseconds in which the hardware was held, not only waited for. */
  readonly #startedUs: bigint;
  #weighted = 0n;
  #cost = 0n;

  constructor(line: DetailedLine) {
    this.#line = line;
    this.#startedUs = line.stretches.reduce((sum, stretch) => sum + startedIn(stretch, stretch), 0n);
  }

  next(stretch: Stretch, fromUs: number, toUs: number): Piece {
    const { gpuThousandthsUs, vcpuMillisUs, billed } = this.#line;
    const heldUs = BigInt(toUs - fromUs);
    const startedUs = startedIn(stretch, { fromUs, toUs });
    const share = (whole: bigint): bigint =>
      this.#startedUs === 0n ? 0n : (whole * startedUs) / this.#startedUs;
    const weighted = stretch.covered ? 0n : heldUs * BigInt(stretch.weightThousandths);
    this.#weighted += weighted;
    const costUpTo = billed ? amountOf({ ...this.#line, weightedUsThousandths: this.#weighted }) : 0n;
    const costNanoUsd = costUpTo - this.#cost;
    this.#cost = costUpTo;
    return {
      ...stretch,
      fromUs,
      toUs,
      heldUs,
      coveredUs: stretch.covered ? heldUs : 0n,
      weightedUsThousandths: weighted,
      gpuThousandthsUs: share(gpuThousandthsUs),
      vcpuMillisUs: share(vcpuMillisUs),
      costNanoUsd,
    };
  }
}

const startedIn = (
  { phase }: Pick<Stretch, 'phase'>,
  { fromUs, toUs }: Pick<Stretch, 'fromUs' | 'toUs'>,
): bigint => (phase === 'pulling' ? 0n : BigInt(toUs - fromUs));
