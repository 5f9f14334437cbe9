import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './processes.ts';

describe('a process that ended by itself', () => {
  it('is started again after a pause that doubles up to a limit', () => {
    const pauses = [pauseAfter(0, 10)];
    for (let i = 0; i < 8; i++) pauses.push(pauseAfter(pauses.at(-1)!, 10));
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
  });

  it('begins with the shortest pause again once it ran well', () => {
    expect(pauseAfter(10_000, 30_000)).toBe(200);
  });
});
