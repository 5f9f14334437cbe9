import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MOST_TRIES, type Outcome, attemptOf, verdictOf, waitSeconds } from './attempt.ts';

const answered = (status: number): Outcome => ({ kind: 'answered', status });

describe('a try', () => {
  it('has delivered when the receiver says 2xx', () => {
    expect(verdictOf(answered(200), 1)).toBe('delivered');
    expect(verdictOf(answered(204), MOST_TRIES)).toBe('delivered');
  });

  it('is repeated after any other answer and after none', () => {
    expect(verdictOf(answered(500), 1)).toBe('again');
    expect(verdictOf(answered(301), 1)).toBe('again');
    expect(verdictOf({ kind: 'unreachable', error: 'no route' }, 7)).toBe('again');
  });

  it('was the last one when it was the eighth, when the receiver is gone, and when it may not go there', () => {
    expect(verdictOf(answered(500), MOST_TRIES)).toBe('failed');
    expect(verdictOf(answered(410), 1)).toBe('failed');
    expect(verdictOf({ kind: 'refused', error: 'private' }, 1)).toBe('failed');
  });

  it('waits longer each time, spread by a tenth to both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_TRIES - 2 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, random) => {
          expect(waitSeconds(tries + 1, 0)).toBeGreaterThan(waitSeconds(tries, 1));
          const middle = waitSeconds(tries, 0.5);
          expect(Math.abs(waitSeconds(tries, random) - middle)).toBeLessThanOrEqual(middle * 0.1001);
        },
      ),
    );
  });

  it('is remembered with what came back', () => {
    const at = new Date(0);
    expect(attemptOf(answered(503), at)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      status: 503,
      error: null,
    });
    expect(attemptOf({ kind: 'unreachable', error: 'x'.repeat(999) }, at).error).toHaveLength(300);
  });
});
