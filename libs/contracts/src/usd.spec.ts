import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nanoUsdOf, usdOf } from './usd.ts';

describe('an amount in dollars', () => {
  it('is exact, with two digits at least', () => {
    expect([12_500_000_000n, 1n, 0n, -3_000_000_000n].map(usdOf)).toEqual([
      '12.50',
      '0.000000001',
      '0.00',
      '-3.00',
    ]);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (nano) => nanoUsdOf(usdOf(nano)) === nano),
    );
  });

  it('is none with a sign, an exponent or a tenth digit', () => {
    for (const text of ['', '-1', '1e3', '1.', '.5', '1.0000000001', ' 1', '1,5'])
      expect(nanoUsdOf(text)).toBeUndefined();
  });
});
