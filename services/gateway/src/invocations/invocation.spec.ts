import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Happening, type Life, type State, backOffMs, isOver, step } from './invocation.ts';

const LEASE_MS = 1000;
const QUEUED: Life = {
  state: 'queued',
  attempts: 0,
  maxAttempts: 3,
  target: null,
  dueAtMs: 0,
  expiresAtMs: 1_000_000,
  holder: null,
  heldUntilMs: null,
  triedAtMs: null,
  startedAtMs: null,
  finishedAtMs: null,
  ranMs: 0,
  status: null,
  contentType: null,
  error: null,
  givenUp: false,
};

const taken = (holder = 'a', atMs = 0): Happening => ({ kind: 'taken', holder, atMs, leaseMs: LEASE_MS });
const of = (attempt = 1, holder = 'a') => ({ holder, attempt });
const settled = (atMs: number, error: string | null = null, attempt = 1): Happening => ({
  kind: 'tried',
  atMs,
  of: of(attempt),
  random: 0,
  verdict: { kind: 'settled', status: error === null ? 200 : 422, contentType: 'text/plain', error },
});
const again = (atMs: number, attempt = 1): Happening => ({
  kind: 'tried',
  atMs,
  of: of(attempt),
  random: 0.5,
  verdict: { kind: 'again', problem: 'it answered 503' },
});

/** What it is after all of them; what changes nothing is passed over. */
const after = (life: Life, ...happenings: readonly Happening[]): Life =>
  happenings.reduce((now, happening) => step(now, happening) ?? now, life);

describe('an invocation', () => {
  it('is run, answered and over, and knows how long that took', () => {
    expect(after(QUEUED, taken('a', 100), settled(350))).toMatchObject({
      state: 'succeeded',
      attempts: 1,
      startedAtMs: 100,
      finishedAtMs: 350,
      ranMs: 250,
      holder: null,
      status: 200,
    });
    expect(after(QUEUED, taken(), settled(1, 'no'))).toMatchObject({ state: 'failed', givenUp: false });
  });

  it('is tried again after a while when a try fails, until it has been tried often enough', () => {
    const once = after(QUEUED, taken(), again(10));
    expect(once).toMatchObject({ state: 'queued', attempts: 1, dueAtMs: 1010, error: 'it answered 503' });
    expect(step(once, taken('a', 1009))).toBeUndefined();
    const thrice = after(once, taken('a', 1010), again(1011, 2), taken('a', 7000), again(7001, 3));
    expect(thrice).toMatchObject({ state: 'failed', attempts: 3, givenUp: true });
    expect(thrice.error).toBe('Given up after 3 tries: it answered 503');
  });

  it('keeps the word of its last try out of a success', () => {
    expect(after(QUEUED, taken(), again(10), taken('a', 5000), settled(5001, null, 2)).error).toBeNull();
  });

  it('is given up when its time is over, but not in the middle of a try', () => {
    expect(step(QUEUED, taken('a', 1_000_000))).toBeUndefined();
    expect(after(QUEUED, { kind: 'expired', atMs: 1_000_000 })).toMatchObject({
      state: 'failed',
      givenUp: true,
    });
    const late = after(QUEUED, taken('a', 999_999), { kind: 'expired', atMs: 1_000_000 });
    expect(late.state).toBe('running');
    expect(after(late, again(1_000_001))).toMatchObject({ state: 'failed', givenUp: true });
    expect(after(late, settled(1_000_001)).state).toBe('succeeded');
  });

  it('is somebody else’s when its holder falls silent, and that one’s word counts no more', () => {
    const held = after(QUEUED, taken());
    expect(step(held, { kind: 'lost', atMs: LEASE_MS - 1, random: 0 })).toBeUndefined();
    const other = after(held, { kind: 'lost', atMs: LEASE_MS, random: 0 }, taken('b', 5000));
    expect(other).toMatchObject({ state: 'running', holder: 'b', attempts: 2 });
    expect(step(other, settled(5001))).toBeUndefined();
    expect(step(other, settled(5001, null, 2))).toBeUndefined();
  });

  it('does not count a try that never was one', () => {
    expect(after(QUEUED, taken('a', 5), { kind: 'let_go', of: of(), atMs: 6, dueInMs: 10 })).toEqual({
      ...QUEUED,
      dueAtMs: 16,
    });
  });

  it('can be cancelled until it has its answer', () => {
    const cancel: Happening = { kind: 'cancelled', atMs: 50 };
    expect(after(QUEUED, cancel, taken('a', 60))).toMatchObject({ state: 'cancelled', attempts: 0 });
    expect(after(QUEUED, taken(), cancel, settled(60))).toMatchObject({ state: 'cancelled', ranMs: 50 });
    expect(step(after(QUEUED, taken(), settled(60)), cancel)).toBeUndefined();
    expect(step(after({ ...QUEUED, target: 'x' }, taken(), settled(60)), cancel)).toBeUndefined();
  });

  it('fails when its endpoint is gone', () => {
    expect(after(QUEUED, { kind: 'endpoint_deleted', atMs: 1 })).toMatchObject({
      state: 'failed',
      givenUp: false,
    });
  });
});

describe('an invocation whose result goes elsewhere', () => {
  const storing = after({ ...QUEUED, target: 'results' }, taken(), settled(10));

  it('is over when the result is stored', () => {
    expect(storing).toMatchObject({ state: 'storing', finishedAtMs: 10 });
    expect(after(storing, { kind: 'stored', atMs: 99 })).toMatchObject({
      state: 'succeeded',
      finishedAtMs: 10,
    });
    const refused = after({ ...QUEUED, target: 'results' }, taken(), settled(10, 'no'));
    expect(after(refused, { kind: 'stored', atMs: 99 }).state).toBe('failed');
  });

  it('is given up when it cannot be stored', () => {
    expect(after(storing, { kind: 'not_storable', problem: 'no room', atMs: 99 })).toMatchObject({
      state: 'failed',
      givenUp: true,
      error: 'Its result could not be stored: no room',
    });
  });
});

describe('the wait before the next try', () => {
  it('grows to five minutes, a tenth more or less', () => {
    expect([1, 2, 3, 4, 5, 20].map((attempts) => backOffMs(attempts, 0.5))).toEqual([
      1000, 5000, 20_000, 60_000, 300_000, 300_000,
    ]);
    expect([backOffMs(1, 0), backOffMs(1, 0.999_999)]).toEqual([900, 1100]);
  });
});

const times = fc.integer({ min: 0, max: 1_200_000 });
const holders = fc.constantFrom('a', 'b');
const tries = fc.record({ holder: holders, attempt: fc.integer({ min: 1, max: 4 }) });
const random = fc.double({ min: 0, max: 0.999, noNaN: true });
const verdict = fc.oneof(
  fc
    .constantFrom(null, 'no')
    .map((error) => ({ kind: 'settled' as const, status: 200, contentType: '', error })),
  fc.constant({ kind: 'again' as const, problem: 'x' }),
);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('taken' as const),
    atMs: times,
    holder: holders,
    leaseMs: fc.constant(LEASE_MS),
  }),
  fc.record({ kind: fc.constant('tried' as const), atMs: times, of: tries, verdict, random }),
  fc.record({ kind: fc.constant('let_go' as const), atMs: times, of: tries, dueInMs: fc.nat(500) }),
  fc.record({ kind: fc.constant('lost' as const), atMs: times, random }),
  fc.record({ kind: fc.constant('not_storable' as const), atMs: times, problem: fc.constant('y') }),
  fc.record({
    kind: fc.constantFrom(
      'expired' as const,
      'endpoint_deleted' as const,
      'cancelled' as const,
      'stored' as const,
    ),
    atMs: times,
  }),
);
const life = fc
  .record({ maxAttempts: fc.integer({ min: 1, max: 4 }), target: fc.constantFrom(null, 'results') })
  .map((settings): Life => ({ ...QUEUED, ...settings }));

describe('whatever happens to an invocation in whatever order', () => {
  it('it ends once at most, and what is over stays as it is', () => {
    fc.assert(
      fc.property(life, fc.array(happening, { maxLength: 60 }), (start, happenings) => {
        let now = start;
        let ends = 0;
        for (const one of happenings) {
          const next = step(now, one);
          if (isOver(now.state)) expect(next).toBeUndefined();
          if (!next) continue;
          if (isOver(next.state)) ends++;
          now = next;
        }
        expect(ends).toBe(isOver(now.state) ? 1 : 0);
      }),
    );
  });

  it('it is never tried more often than it may, and is held exactly while it is tried', () => {
    fc.assert(
      fc.property(life, fc.array(happening, { maxLength: 60 }), (start, happenings) => {
        let now = start;
        for (const one of happenings) {
          now = step(now, one) ?? now;
          expect(now.attempts).toBeLessThanOrEqual(now.maxAttempts);
          expect(now.attempts).toBeGreaterThanOrEqual(0);
          expect(now.holder !== null).toBe(now.state === 'running');
          expect(now.finishedAtMs !== null).toBe(isOver(now.state) || now.state === 'storing');
          expect(now.ranMs).toBeGreaterThanOrEqual(0);
          if (now.givenUp) expect(now.state).toBe('failed');
        }
      }),
    );
  });

  it('it comes to an end once time goes on and somebody runs it', () => {
    fc.assert(
      fc.property(life, fc.array(happening, { maxLength: 40 }), fc.boolean(), (start, happenings, works) => {
        let now = after(start, ...happenings);
        const seen: State[] = [];
        let atMs = 1_200_000;
        for (let turns = 0; !isOver(now.state); turns++) {
          expect(turns).toBeLessThan(10);
          seen.push(now.state);
          atMs += LEASE_MS * 1000;
          const one = ({ attempts }: Life) => of(attempts, 'z');
          now = after(
            now,
            { kind: 'lost', atMs, random: 0 },
            { kind: 'expired', atMs },
            taken('z', atMs),
            works ? ({ ...settled(atMs), of: one(now) } as Happening) : again(atMs),
            { kind: 'stored', atMs },
          );
        }
        expect(isOver(now.state)).toBe(true);
      }),
    );
  });
});
