import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundsAt, cronProblem, nextChangeSeconds, type Schedule, type Scheduled } from './schedule.ts';

const at = (time: string): number => Date.parse(time) / 1000;
const HOUR = 3600;

const schedule = (given: Partial<Schedule> = {}): Schedule => ({
  cron: '0 8 * * 1-5',
  timeZone: 'UTC',
  durationSeconds: 10 * HOUR,
  minReplicas: 2,
  maxReplicas: 6,
  ...given,
});
const own = { minReplicas: 0, maxReplicas: 4 };
const spec = (...schedules: Schedule[]): Scheduled => ({ ...own, schedules });

/** The same at this moment as something that was never asked before. */
const uncached = ({ schedules, ...rest }: Scheduled): Scheduled => ({
  ...rest,
  schedules: schedules.map((each) => ({ ...each })),
});

describe('an endpoint without schedules', () => {
  it('has its own bounds at all times', () => {
    expect(boundsAt(spec(), at('2026-03-02T09:00:00Z'))).toEqual({ ...own, by: 'settings' });
    expect(nextChangeSeconds(spec(), at('2026-03-02T09:00:00Z'))).toBeNull();
  });
});

describe('an endpoint with hours of work', () => {
  const work = spec(schedule());

  it.each([
    ['2026-03-02T07:59:59.999Z', 'settings'],
    ['2026-03-02T08:00:00Z', 'schedule'],
    ['2026-03-02T08:00:00.500Z', 'schedule'],
    ['2026-03-02T17:59:59.999Z', 'schedule'],
    ['2026-03-02T18:00:00Z', 'settings'],
    ['2026-03-07T12:00:00Z', 'settings'],
  ])('is at %s under its %s', (time, by) => {
    const bounds = by === 'schedule' ? { minReplicas: 2, maxReplicas: 6 } : own;
    expect(boundsAt(work, at(time))).toEqual({ ...bounds, by });
  });

  it('knows when they may next change', () => {
    expect(nextChangeSeconds(work, at('2026-03-02T07:00:00Z'))).toBe(at('2026-03-02T08:00:00Z'));
    expect(nextChangeSeconds(work, at('2026-03-02T08:00:00Z'))).toBe(at('2026-03-02T18:00:00Z'));
    expect(nextChangeSeconds(work, at('2026-03-06T18:00:00Z'))).toBe(at('2026-03-09T08:00:00Z'));
  });

  it('asks the calendar only when a window may have begun', () => {
    let reads = 0;
    const counted: Schedule = {
      ...schedule(),
      get cron() {
        reads++;
        return '0 8 1 1 *';
      },
    };
    for (let second = 0; second < 1000; second++)
      boundsAt(spec(counted), at('2026-03-02T07:00:00Z') + second);
    expect(reads).toBe(1);
  });
});

describe('several windows at once', () => {
  const day = schedule({ cron: '0 8 * * *', maxReplicas: 5 });
  const noon = schedule({ cron: '0 12 * * *', durationSeconds: HOUR, minReplicas: 3, maxReplicas: 9 });
  const alsoNoon = { ...noon, minReplicas: 4 };

  it('the one that began last counts, and the one below it comes back', () => {
    const both = spec(noon, day);
    expect(boundsAt(both, at('2026-03-02T12:30:00Z'))).toMatchObject({ minReplicas: 3, maxReplicas: 9 });
    expect(boundsAt(both, at('2026-03-02T13:00:00Z'))).toMatchObject({ minReplicas: 2, maxReplicas: 5 });
  });

  it('of two that began together the last of the list counts', () => {
    expect(boundsAt(spec(noon, alsoNoon), at('2026-03-02T12:30:00Z')).minReplicas).toBe(4);
    expect(boundsAt(spec(alsoNoon, noon), at('2026-03-02T12:30:00Z')).minReplicas).toBe(3);
  });

  it('a window longer than the time to its next start never ends', () => {
    const always = spec(schedule({ cron: '0 * * * *', durationSeconds: 2 * HOUR }));
    expect(boundsAt(always, at('2026-03-02T12:59:59Z')).by).toBe('schedule');
    expect(nextChangeSeconds(always, at('2026-03-02T12:30:00Z'))).toBe(at('2026-03-02T13:00:00Z'));
  });
});

describe('a window that leaves a bound out', () => {
  const during = (given: Partial<Schedule>, rest = own) =>
    boundsAt({ ...rest, schedules: [schedule(given)] }, at('2026-03-02T09:00:00Z'));

  it('has the endpoint’s own', () => {
    expect(during({ minReplicas: null, maxReplicas: 3 })).toMatchObject({ minReplicas: 0, maxReplicas: 3 });
    expect(during({ minReplicas: 1, maxReplicas: null })).toMatchObject({ minReplicas: 1, maxReplicas: 4 });
  });

  it('moves it when the other asks for that', () => {
    expect(during({ minReplicas: 7, maxReplicas: null })).toMatchObject({ minReplicas: 7, maxReplicas: 7 });
    expect(during({ minReplicas: null, maxReplicas: 1 }, { minReplicas: 3, maxReplicas: 4 })).toMatchObject({
      minReplicas: 1,
      maxReplicas: 1,
    });
  });
});

describe('a time that the clock skips or repeats', () => {
  const rome = (cron: string) => spec(schedule({ cron, timeZone: 'Europe/Rome', durationSeconds: 60 }));
  const newYork = (cron: string) =>
    spec(schedule({ cron, timeZone: 'America/New_York', durationSeconds: 60 }));
  const starts = (who: Scheduled, from: string, to: string): string[] => {
    const found: string[] = [];
    for (let now = at(from) - 1; ;) {
      const next = nextChangeSeconds(who, now);
      if (next === null || next >= at(to)) return found;
      if (boundsAt(who, next).by === 'schedule') found.push(new Date(next * 1000).toISOString());
      now = next;
    }
  };

  it('begins a skipped time when the clock has jumped', () => {
    const night = ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'] as const;
    expect(starts(rome('30 2 * * *'), ...night)).toEqual(['2026-03-29T01:00:00.000Z']);
    const american = ['2026-03-07T17:00:00Z', '2026-03-08T17:00:00Z'] as const;
    expect(starts(newYork('30 2 * * *'), ...american)).toEqual(['2026-03-08T07:00:00.000Z']);
  });

  it('begins a repeated time once', () => {
    const night = ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'] as const;
    expect(starts(rome('30 2 * * *'), ...night)).toEqual(['2026-10-25T00:30:00.000Z']);
    const american = ['2026-10-31T17:00:00Z', '2026-11-01T17:00:00Z'] as const;
    expect(starts(newYork('30 1 * * *'), ...american)).toEqual(['2026-11-01T05:30:00.000Z']);
  });

  it('keeps what comes every hour coming every hour', () => {
    const hours = (...[who, from, to]: Parameters<typeof starts>) => starts(who, from, to).length;
    expect(hours(rome('5 * * * *'), '2026-03-29T00:00:00Z', '2026-03-29T06:00:00Z')).toBe(6);
    expect(hours(rome('5 * * * *'), '2026-10-25T00:00:00Z', '2026-10-25T06:00:00Z')).toBe(6);
    expect(hours(newYork('5 * * * *'), '2026-11-01T04:00:00Z', '2026-11-01T10:00:00Z')).toBe(6);
  });

  it('begins at eight by the clock on the wall, whatever its distance from UTC', () => {
    const eight = rome('0 8 * * *');
    expect(starts(eight, '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
    ]);
  });

  it('lasts as long as it says', () => {
    const long = spec(schedule({ cron: '0 1 * * *', timeZone: 'Europe/Rome', durationSeconds: 4 * HOUR }));
    expect(nextChangeSeconds(long, at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T04:00:00Z'));
  });
});

describe('a schedule that was asked before', () => {
  const crons = [
    '0 8 * * 1-5',
    '30 2 * * *',
    '*/7 * * * *',
    '15 1-3 * * 0',
    '0 0 29 2 *',
    '0 12 1 */3 *',
    '0 0 30 2 *',
  ];
  const schedules = fc.array(
    fc.record({
      cron: fc.constantFrom(...crons),
      timeZone: fc.constantFrom('UTC', 'Europe/Rome', 'America/New_York', 'Australia/Lord_Howe'),
      durationSeconds: fc.integer({ min: 60, max: 7 * 86_400 }),
      minReplicas: fc.option(fc.nat(9)),
      maxReplicas: fc.option(fc.integer({ min: 1, max: 9 })),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const anchors = [
    '2026-03-29T01:00:00Z',
    '2026-10-25T01:00:00Z',
    '2026-03-08T07:00:00Z',
    '2026-11-01T06:00:00Z',
  ];
  const times = fc.array(
    fc.tuple(
      fc.constantFrom(...anchors.map(at)),
      fc.integer({ min: -30 * 86_400, max: 30 * 86_400 }),
      fc.constantFrom(0, 0.25),
    ),
    { minLength: 2, maxLength: 6 },
  );

  it('answers as one that was not, in any order of times, and never a minimum above its maximum', () => {
    fc.assert(
      fc.property(schedules, times, (list, moments) => {
        const asked = { ...own, schedules: list };
        for (const [anchor, offset, fraction] of moments) {
          const now = anchor + offset + fraction;
          const bounds = boundsAt(asked, now);
          expect(bounds).toEqual(boundsAt(uncached(asked), now));
          expect(bounds.minReplicas).toBeLessThanOrEqual(bounds.maxReplicas);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not change before it said that it may', () => {
    fc.assert(
      fc.property(
        schedules,
        times,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (list, moments, share) => {
          const asked = { ...own, schedules: list };
          for (const [anchor, offset] of moments) {
            const now = anchor + offset;
            const next = nextChangeSeconds(asked, now);
            if (next === null) continue;
            expect(next).toBeGreaterThan(now);
            expect(boundsAt(asked, now + Math.floor((next - now) * share))).toEqual(boundsAt(asked, now));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a schedule that cannot be read any more', () => {
  it('never begins', () => {
    const lost = spec(schedule({ timeZone: 'Mars/Base' }), schedule({ cron: 'noon' }));
    expect(boundsAt(lost, at('2026-03-02T09:00:00Z')).by).toBe('settings');
    expect(nextChangeSeconds(lost, at('2026-03-02T09:00:00Z'))).toBeNull();
  });
});

describe('the five fields', () => {
  const problem = (cron: string) => cronProblem(cron, at('2026-03-02T09:00:00Z'));

  it.each(['0 8 * * 1-5', '*/5 * * * *', '0 8 * * MON-FRI', '0 0 29 2 *', '0 0 L * *', '0 8 * * 1#1'])(
    'may be %s',
    (cron) => expect(problem(cron)).toBeNull(),
  );

  it.each(['0 8 * *', '0 0 8 * * 1', '@daily', '2026-01-01T00:00:00', '', '0  8 * * *', '? 8 * * *'])(
    'are not %j',
    (cron) => expect(problem(cron)).toMatch(/^must be five fields/),
  );

  it('must be readable', () => {
    expect(problem('61 8 * * *')).toBe(
      'cannot be read, invalid value for minute: 61: minute, hour, day of the month, month, day of the week, like 0 8 * * 1-5',
    );
    expect(problem('0 8 * * moon')).toMatch(/^cannot be read/);
  });

  it('must name a time that comes', () =>
    expect(problem('0 0 30 2 *')).toMatch(/^names no time within 10 years/));
});
