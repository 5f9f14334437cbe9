import { describe, expect, it } from '@jest/globals';
import { monotonicUsOf, outOfMemoryWords } from './container-end.ts';

const now = { monotonicUs: 90_000_000, wallUs: Date.parse('2025-06-01T12:00:10Z') * 1000 };

describe('a moment that a daemon tells', () => {
  it.each([
    ['2025-06-01T12:00:08.5Z', 88_500_000],
    ['2025-06-01T12:00:09.123456789Z', 89_123_000],
  ])('%s is dated on the monotonic clock', (time, us) => expect(monotonicUsOf(time, now)).toBe(us));

  it('is not before the start, though the clock was set', () => {
    expect(monotonicUsOf('2025-06-01T11:00:00Z', now, 80_000_000)).toBe(80_000_000);
  });

  it.each(['2025-06-01T13:00:00Z', '0001-01-01T00:00:00Z', ''])('is now when it is %j', (time) => {
    expect(monotonicUsOf(time, now, 1)).toBe(now.monotonicUs);
  });
});

describe('a replica whose memory did not suffice', () => {
  it('has its end told in words', () => {
    expect(outOfMemoryWords(512)).toContain('more than the 512 MiB of memory');
  });
});
