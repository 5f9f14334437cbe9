import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Numbers, missingOf, numbersIn, numbersText, withNumbers } from './stored-numbers.ts';

const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 12 })), { maxLength: 25 });
const each = (numbers: Numbers): number[] =>
  numbers.flatMap(([from, to]) => Array.from({ length: to - from }, (_, n) => from + n));

describe('numbers that are stored', () => {
  it('are a set, whatever comes twice, late or in parts', () => {
    fc.assert(
      fc.property(spans, (batches) => {
        const model = new Set<number>();
        let stored: Numbers = [];
        for (const [from, length] of batches) {
          const wanted = Array.from({ length }, (_, n) => from + n);
          expect(each(missingOf(stored, from, from + length))).toEqual(wanted.filter((n) => !model.has(n)));
          stored = withNumbers(stored, from, from + length);
          for (const n of wanted) model.add(n);
          expect(each(stored)).toEqual([...model].toSorted((a, b) => a - b));
        }
        // Neighbours are one: what comes in order takes no room.
        for (const [n, [from]] of stored.entries())
          if (n > 0) expect(from).toBeGreaterThan(stored[n - 1]![1]);
        expect(numbersIn(numbersText(stored))).toEqual(stored);
      }),
    );
  });

  it('are one span after a day in order', () => {
    let stored: Numbers = [];
    for (let from = 1; from < 25_600; from += 256) stored = withNumbers(stored, from, from + 256);
    expect(stored).toEqual([[1, 25_601]]);
  });
});
