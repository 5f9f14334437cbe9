import { describe, expect, it } from '@jest/globals';
import { backOffMs } from './back-off.ts';

describe('the pauses of an agent that gets no answer', () => {
  it('double up to five seconds', () => {
    const pauses = [1, 2, 3, 6, 7, 50, 5000].map((failures) => backOffMs(failures, 0));
    expect(pauses).toEqual([100, 200, 400, 3200, 5000, 5000, 5000]);
  });

  it('are up to a half shorter, so that a fleet does not come back all at once', () => {
    expect(backOffMs(1, 0.5)).toBe(75);
    expect(backOffMs(1, 1)).toBe(50);
  });
});
