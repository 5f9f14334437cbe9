import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quantityOf } from './quantity.ts';

describe('an amount', () => {
  it.each([
    ['2', 2],
    ['100m', 0.1],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['128974848', 128_974_848],
    ['129e6', 129_000_000],
    ['12E', 12e18],
    ['129M', 129e6],
    ['123Mi', 123 * 2 ** 20],
    ['500u', 0.0005],
    [3, 3],
  ])('%s is %d', (text, amount) => expect(quantityOf(text)).toBeCloseTo(amount, 9));

  it.each([undefined, '', 'much', '1Zi', '--3', '1 Gi'])('%j is none', (text) =>
    expect(quantityOf(text)).toBe(0),
  );

  it('of thousandths is the same as of wholes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (n) => {
        expect(quantityOf(`${String(n)}m`)).toBeCloseTo(quantityOf(String(n)) / 1000, 6);
      }),
    );
  });
});
