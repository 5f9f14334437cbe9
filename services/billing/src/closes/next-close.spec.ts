import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Calendar } from '../periods/calendar.ts';
import { HOUR_US, nextHour, nextMonth, type Span } from './next-close.ts';

const utc = new Calendar('UTC');
const atUs = (iso: string): number => Date.parse(iso) * 1000;
const close = (iso: string, given: { last?: Span; firstFact?: string; graceSeconds?: number } = {}) =>
  nextMonth(
    { last: given.last, firstFactUs: given.firstFact === undefined ? undefined : atUs(given.firstFact) },
    utc,
    { nowUs: atUs(iso), graceUs: (given.graceSeconds ?? 3600) * 1_000_000 },
  );

describe('the next hour to close', () => {
  it('is the one that runs when none is closed yet, once it is over', () => {
    expect(nextHour(undefined, 5 * HOUR_US + 7)).toBeNull();
    expect(nextHour({ fromUs: 4 * HOUR_US, toUs: 5 * HOUR_US }, 6 * HOUR_US)).toEqual({
      fromUs: 5 * HOUR_US,
      toUs: 6 * HOUR_US,
    });
    expect(nextHour({ fromUs: 4 * HOUR_US, toUs: 5 * HOUR_US }, 6 * HOUR_US - 1)).toBeNull();
  });

  it('follows the one before, one at a time, however long nobody was there', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: HOUR_US }), (hours, restUs) => {
        const nowUs = (1000 + hours) * HOUR_US + restUs;
        let last: Span = { fromUs: 999 * HOUR_US, toUs: 1000 * HOUR_US };
        let closed = 0;
        for (let next = nextHour(last, nowUs); next; next = nextHour(last, nowUs)) {
          expect(next.fromUs).toBe(last.toUs);
          last = next;
          closed++;
        }
        expect(closed).toBe(Math.floor((nowUs - 1000 * HOUR_US) / HOUR_US));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the next month to close', () => {
  it('is none before the log has begun', () => {
    expect(close('2031-05-01T00:00:00Z')).toBeNull();
  });

  it('is that of the first fact, when its grace is over', () => {
    const firstFact = '2031-01-17T12:00:00Z';
    expect(close('2031-02-01T00:59:59Z', { firstFact })).toBeNull();
    expect(close('2031-02-01T01:00:00Z', { firstFact })).toMatchObject({
      period: '2031-01',
      fromUs: atUs('2031-01-01T00:00:00Z'),
      toUs: atUs('2031-02-01T00:00:00Z'),
    });
    expect(close('2031-02-01T00:00:00Z', { firstFact, graceSeconds: 0 })?.period).toBe('2031-01');
  });

  it('follows the one before', () => {
    const last = { fromUs: atUs('2031-01-01T00:00:00Z'), toUs: atUs('2031-02-01T00:00:00Z') };
    expect(close('2031-02-28T00:00:00Z', { last })).toBeNull();
    expect(close('2031-07-01T00:00:00Z', { last })?.period).toBe('2031-02');
  });
});
