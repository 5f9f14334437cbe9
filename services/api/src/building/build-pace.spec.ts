import { describe, expect, it } from '@jest/globals';
import { CHECK_LIMIT_MS, CLAIM_SECONDS, MOST_CHECKS, pauseAfterMs } from './build-pace.ts';

describe('the pace of builds', () => {
  it('waits longer after each failure, and never longer than ten seconds', () => {
    expect([1, 2, 3, 4, 50].map(pauseAfterMs)).toEqual([1000, 3000, 9000, 10_000, 10_000]);
  });

  it('leaves a claim to others only after its check is over', () => {
    expect(CLAIM_SECONDS * 1000).toBeGreaterThan(CHECK_LIMIT_MS);
  });

  it('comes to an end within a minute, though nobody answers', () => {
    const pauses = Array.from({ length: MOST_CHECKS }, (_, n) => pauseAfterMs(n + 1));
    expect(pauses.reduce((sum, ms) => sum + ms + CHECK_LIMIT_MS, 0)).toBeLessThan(60_000);
  });
});
