import { describe, expect, it } from '@jest/globals';
import { spentAt, ticking } from './meter.ts';

const COST = {
  costNanoUsd: '9007199254740993000',
  burnRateNanoUsdPerHour: '3600000000',
  asOf: new Date(0).toISOString(),
};

describe('a meter', () => {
  it('goes on at the rate of the last answer, to the nano', () => {
    expect(spentAt(COST, 1_000)).toEqual({ nanoUsd: 9_007_199_254_741_993_000n, isStale: false });
    expect(spentAt(COST, -5_000).nanoUsd).toBe(9_007_199_254_740_993_000n);
  });

  it('stops when the last answer is too old', () => {
    const late = spentAt(COST, 600_000);
    expect(late).toEqual({ nanoUsd: 9_007_199_254_800_993_000n, isStale: true });
  });

  it('is shown with as many places as it takes to see it move', () => {
    expect(ticking(1_234_000_006_165n)).toBe('$1,234.0000061');
    expect(ticking(0n)).toBe('$0.0000000');
  });
});
