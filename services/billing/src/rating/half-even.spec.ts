import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { halfEven } from './half-even.ts';

describe('rounding half to even', () => {
  it.each([
    [0n, 4n, 0n],
    [1n, 4n, 0n],
    [2n, 4n, 0n],
    [3n, 4n, 1n],
    [4n, 4n, 1n],
    [6n, 4n, 2n],
    [10n, 4n, 2n],
    [14n, 4n, 4n],
    [5n, 3n, 2n],
    [4n, 3n, 1n],
  ])('makes %d ÷ %d to %d', (numerator, denominator, whole) =>
    expect(halfEven(numerator, denominator)).toBe(whole),
  );

  it('is never off by more than a half, and at a half even', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 30n), fc.bigInt(1n, 10n ** 12n), (numerator, denominator) => {
        const whole = halfEven(numerator, denominator);
        const off = 2n * (whole * denominator - numerator);
        const distance = off < 0n ? -off : off;
        expect(distance <= denominator).toBe(true);
        if (distance === denominator) expect(whole % 2n).toBe(0n);
      }),
    );
  });
});
