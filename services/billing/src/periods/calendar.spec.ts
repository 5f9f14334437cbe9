import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { Calendar } from './calendar.ts';

const ZONES = [
  'UTC',
  'Europe/Rome',
  'America/New_York',
  'America/Santiago',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'America/Havana',
] as const;
const us = (text: string, zone = 'UTC'): number => DateTime.fromISO(text, { zone }).toMillis() * 1000;
const HOUR_US = 3_600_000_000;

describe('the months of a time zone', () => {
  it('begin at its own midnight, and are shorter or longer by the hour that its clocks move', () => {
    const rome = new Calendar('Europe/Rome');
    expect(rome.monthAt(us('2031-03-15T00:00:00'))).toEqual({
      period: '2031-03',
      fromUs: us('2031-02-28T23:00:00Z'),
      toUs: us('2031-03-31T22:00:00Z'),
    });
    const lengthOf = (period: string): number => {
      const { fromUs, toUs } = rome.month(period);
      return (toUs - fromUs) / HOUR_US;
    };
    expect(['2031-01', '2031-03', '2031-10'].map(lengthOf)).toEqual([744, 743, 745]);
  });

  it('are the same whenever they are asked for, in every zone there is', () => {
    const periods = Array.from({ length: 3 * 12 }, (_, n) => {
      const month = String((n % 12) + 1).padStart(2, '0');
      return `${String(2025 + Math.floor(n / 12))}-${month}`;
    });
    const clock = Settings.now;
    try {
      for (const zone of Intl.supportedValuesOf('timeZone')) {
        const seen = ['2026-07-15', '2026-12-15'].map((today) => {
          Settings.now = () => Date.parse(today);
          const calendar = new Calendar(zone);
          return periods.map((period) => calendar.month(period));
        });
        expect(seen[0]).toEqual(seen[1]);
        const ends = seen[0]?.map(({ toUs }) => toUs).slice(0, -1);
        expect(seen[0]?.map(({ fromUs }) => fromUs).slice(1)).toEqual(ends);
      }
    } finally {
      Settings.now = clock;
    }
  });

  it('begin with the first of two midnights', () => {
    const havana = new Calendar('America/Havana');
    const begin = us('2026-11-01T04:00:00Z');
    expect(havana.beginnings(us('2026-10-31T12:00:00Z'), us('2026-11-02T00:00:00Z'))).toEqual([begin]);
    expect([begin - 1, begin].map((at) => havana.monthAt(at).period)).toEqual(['2026-10', '2026-11']);
  });

  it('cover all time without gap or overlap, whatever the zone', () => {
    const times = fc.record({
      zone: fc.constantFrom(...ZONES),
      fromUs: fc.integer({ min: us('1995-01-01'), max: us('2060-01-01') }),
      days: fc.nat({ max: 800 }),
    });
    fc.assert(
      fc.property(times, ({ zone, fromUs, days }) => {
        const calendar = new Calendar(zone);
        const toUs = fromUs + days * 24 * HOUR_US;
        const cuts = [fromUs, ...calendar.beginnings(fromUs, toUs), toUs];
        let sumUs = 0;
        for (const [nth, endUs] of cuts.slice(1).entries()) {
          const beginUs = cuts[nth] ?? 0;
          const month = calendar.monthAt(beginUs);
          expect(month.fromUs).toBeLessThanOrEqual(beginUs);
          expect(month.toUs).toBeGreaterThanOrEqual(endUs);
          expect(month).toEqual(new Calendar(zone).monthAt(Math.max(beginUs, endUs - 1)));
          sumUs += endUs - beginUs;
        }
        expect(sumUs).toBe(toUs - fromUs);
      }),
      { numRuns: 200 },
    );
  });

  it('are named by the date that a moment has there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: us('2060-01-01') }), (zone, atUs) => {
        const { period, fromUs, toUs } = new Calendar(zone).monthAt(atUs);
        expect(DateTime.fromMillis(Math.floor(atUs / 1000), { zone }).toFormat('yyyy-MM')).toBe(period);
        expect(fromUs <= atUs && atUs < toUs).toBe(true);
      }),
    );
  });

  it('are found by their names', () => {
    const calendar = new Calendar('Asia/Kolkata');
    expect(calendar.month('2031-02')).toEqual(calendar.monthAt(us('2031-02-11T12:00:00')));
    expect(() => calendar.month('2031-13')).toThrow(/not a month/);
  });

  it('need a zone that there is', () => expect(() => new Calendar('Europe/Atlantis')).toThrow(/Atlantis/));
});
