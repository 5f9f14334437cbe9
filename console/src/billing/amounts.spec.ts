import { describe, expect, it } from '@jest/globals';
import { heldOf, readingAt, sharesOf, STALE_MS, sumOf } from './amounts.ts';

const metered = {
  costNanoUsd: '1000000',
  burnRateNanoUsdPerHour: '3600000000',
  asOf: '2030-01-01T00:00:00Z',
};

describe('a meter', () => {
  it('adds what the rate says since it was read', () =>
    expect(readingAt(metered, 1000, 3000)).toEqual({ nanoUsd: 1_000_000n + 2_000_000n, isFrozen: false }));
  it('stands still when it hears nothing', () => {
    const late = readingAt(metered, 0, STALE_MS + 60_000);
    expect(late).toEqual(readingAt(metered, 0, STALE_MS + 1));
    expect(late.isFrozen).toBe(true);
  });
  it('never counts back when clocks do', () =>
    expect(readingAt(metered, 5000, 1000).nanoUsd).toBe(1_000_000n));
});

describe('a line', () => {
  it('can be calculated again', () =>
    expect(
      sumOf({
        weightedMicrosecondThousandths: '2895032000',
        unit1024ths: '1024',
        priceNanoUsdPerHour: '3600000',
        costNanoUsd: '2895',
      }),
    ).toEqual({ seconds: '2.895032', units: '1' }));
  it('has phases with their shares', () =>
    expect(
      sharesOf({
        pulling: '0',
        loading: '1000000',
        ready: '3000000',
        idle: '0',
        draining: '0',
        sleeping: '0',
      }),
    ).toEqual([
      { phase: 'loading', microseconds: '1000000', percent: 25 },
      { phase: 'ready', microseconds: '3000000', percent: 75 },
    ]));
  it.each([
    ['97036277', '1 min 37 s'],
    ['1302422', '1.3 s'],
    ['7200000000', '2 h'],
  ])('of %s microseconds took %s', (microseconds, text) => expect(heldOf(microseconds)).toBe(text));
});
