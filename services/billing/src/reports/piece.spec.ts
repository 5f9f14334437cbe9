import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyLine, lineOf, ready } from './lines.spec-helper.ts';
import { type Piece, piecesOf } from './piece.ts';
import type { DetailedLine } from './stretch.ts';

const sum = (pieces: readonly Piece[], of: (piece: Piece) => bigint): bigint =>
  pieces.reduce((total, piece) => total + of(piece), 0n);
const span = (pieces: readonly Piece[]) => pieces.map(({ fromUs, toUs }) => [fromUs, toUs]);

/** Moments in a line and around it. */
const cutsIn = ({ fromUs, toUs }: DetailedLine): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: Math.max(0, fromUs - 10), max: toUs + 10 }), { maxLength: 12 })
    .map((cuts) => cuts.sort((a, b) => a - b));
const cutLines = anyLine.chain((line) => fc.record({ line: fc.constant(line), cuts: cutsIn(line) }));

describe('a line that is cut', () => {
  it('is cut at the edges and where its phase changes, and nowhere else', () => {
    const line = lineOf([ready(10, 20, { phase: 'loading' }), ready(20, 50)]);
    expect(span([...piecesOf(line, [5, 20, 30, 50, 70])])).toEqual([
      [10, 20],
      [20, 30],
      [30, 50],
    ]);
    expect(span([...piecesOf(line, [30], { fromUs: 15, untilUs: 40 })])).toEqual([
      [15, 20],
      [20, 30],
      [30, 40],
    ]);
    expect([...piecesOf(line, [], { fromUs: 50, untilUs: 60 })]).toEqual([]);
    expect([...piecesOf(line, [], { fromUs: 0, untilUs: 10 })]).toEqual([]);
  });

  it('gives each piece what it holds', () => {
    const line = lineOf([
      ready(0, 10, { phase: 'pulling', weightThousandths: 0 }),
      ready(10, 20, { phase: 'idle', weightThousandths: 500 }),
      ready(20, 30, { covered: true }),
    ]);
    expect([...piecesOf(line, [])]).toMatchObject([
      { phase: 'pulling', heldUs: 10n, gpuThousandthsUs: 0n, costNanoUsd: 0n },
      { phase: 'idle', heldUs: 10n, gpuThousandthsUs: 10_000n, vcpuMillisUs: 20_000n, costNanoUsd: 5n },
      { phase: 'ready', coveredUs: 10n, gpuThousandthsUs: 10_000n, costNanoUsd: 0n },
    ]);
  });

  it('rounds so that three thirds of a nano-dollar are one', () => {
    const line = lineOf([ready(0, 3)], { priceNanoUsdPerHour: 1_200_000_000n });
    expect([...piecesOf(line, [1, 2])].map(({ costNanoUsd }) => costNanoUsd)).toEqual([0n, 1n, 0n]);
    expect(line.costNanoUsd).toBe(1n);
  });

  it('adds up to the line, whatever the cuts', () => {
    fc.assert(
      fc.property(cutLines, ({ line, cuts }) => {
        const pieces = [...piecesOf(line, cuts)];
        expect(sum(pieces, (piece) => piece.costNanoUsd)).toBe(line.costNanoUsd);
        expect(sum(pieces, (piece) => piece.heldUs)).toBe(line.heldUs);
        expect(sum(pieces, (piece) => piece.coveredUs)).toBe(line.coveredUs);
        expect(sum(pieces, (piece) => piece.weightedUsThousandths)).toBe(line.weightedUsThousandths);
        expect(sum(pieces, (piece) => piece.gpuThousandthsUs)).toBe(line.gpuThousandthsUs);
        expect(sum(pieces, (piece) => piece.vcpuMillisUs)).toBe(line.vcpuMillisUs);
        expect(pieces.every(({ costNanoUsd }) => costNanoUsd >= 0n)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a span of time the same amount whatever else is cut, and whatever comes later', () => {
    fc.assert(
      fc.property(cutLines, fc.nat(), fc.nat(), ({ line, cuts }, a, b) => {
        const length = line.toUs - line.fromUs;
        const [fromUs, untilUs] = [
          line.fromUs + Math.min(a % length, b % length),
          line.fromUs + Math.max(a % length, b % length),
        ];
        const within = (of: DetailedLine, at: readonly number[]) =>
          sum([...piecesOf(of, at, { fromUs, untilUs })], (piece) => piece.costNanoUsd);
        const shorter = lineOf(
          line.stretches
            .filter((stretch) => stretch.fromUs < untilUs)
            .map((stretch) => ({ ...stretch, toUs: Math.min(stretch.toUs, untilUs) })),
          line,
        );
        expect(within(line, cuts)).toBe(within(line, []));
        expect(within({ ...line, stretches: shorter.stretches }, [])).toBe(within(line, []));
      }),
      { numRuns: 300 },
    );
  });
});
