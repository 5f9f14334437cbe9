import { describe, expect, it } from '@jest/globals';
import { costOfCall, partsOf, timingOf, timingOfRecord, tokensPerSecond } from './measures.ts';

const TIMING = timingOf('queue;dur=10.0, wake;dur=4000.5, ttfb;dur=68.6');

describe('the account of a request', () => {
  it('is read from its header', () => {
    expect(TIMING).toEqual({ queueMs: 10, wakeMs: 4000.5, firstByteMs: 68.6 });
    expect(timingOf('cdn;desc="x"')).toEqual({ queueMs: 0, wakeMs: 0, firstByteMs: 0 });
    expect(timingOf(null)).toBeNull();
  });

  it('is read from the access log when the head of the answer came too early', () => {
    expect(timingOfRecord({ queueMs: 10, wakeMs: 12_000, firstByteMs: 10_000 }).firstByteMs).toBe(0);
    expect(timingOfRecord({ queueMs: 10, wakeMs: 100, firstByteMs: 150 }).firstByteMs).toBe(40);
  });

  it('becomes parts, one after the other, that fill the whole', () => {
    const parts = TIMING ? partsOf(TIMING, 5_000) : [];
    expect(parts.map(({ fromMs }) => fromMs)).toEqual([0, 10, 4010.5, 4079.1]);
    expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(5_000);
  });
});

describe('figures of a request', () => {
  it('count tokens from the first one on', () => {
    expect(tokensPerSecond(11, 1_000, 2_000)).toBe(10);
    expect(tokensPerSecond(1, 1_000, 2_000)).toBeNull();
    expect(tokensPerSecond(20, 1_000, 1_001)).toBeNull();
    expect(tokensPerSecond(null, 1_000, 2_000)).toBeNull();
  });

  it('cost the time at the replica alone', () => {
    expect(costOfCall('3600000000', TIMING, 5_010.5)).toBe(1_000_000n);
    expect(costOfCall('3600000000', null, 1_000)).toBe(1_000_000n);
  });
});
