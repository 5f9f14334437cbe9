import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conclude, decide, type Decision } from './decide.ts';
import { Driven, type Moment, signals, terms } from './endpoints.spec-helper.ts';
import { formulaOf } from './explain.ts';
import { type EndpointState, newState, stateFromJson, stateToJson } from './state.ts';
import type { Terms } from './terms.ts';

const moments = fc.record({
  requests: fc.integer({ min: 0, max: 40 }),
  waiting: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 200 })),
  ready: fc.integer({ min: 0, max: 30 }),
  starting: fc.integer({ min: 0, max: 6 }),
});
/** Stretches of the same, so that there are busy minutes, idle minutes and bursts. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 120 }), moments), {
  minLength: 1,
  maxLength: 6,
});

const owners = fc
  .record({
    minReplicas: fc.integer({ min: 0, max: 4 }),
    room: fc.integer({ min: 0, max: 20 }),
    target: fc.integer({ min: 1, max: 16 }),
    rateTarget: fc.option(fc.integer({ min: 1, max: 9 })),
    waitPrice: fc.constantFrom('lean' as const, 'balanced' as const, 'fast' as const),
    idleTimeoutSeconds: fc.option(fc.integer({ min: 1, max: 300 })),
    initialCooldownSeconds: fc.integer({ min: 0, max: 100 }),
    stabilizationWindowSeconds: fc.option(fc.integer({ min: 0, max: 300 })),
    scaleUpPerMinute: fc.option(fc.integer({ min: 1, max: 5 })),
    scaleDownPerMinute: fc.option(fc.integer({ min: 1, max: 5 })),
    panic: fc.boolean(),
    seasonSeconds: fc.option(fc.constantFrom(300, 86_400)),
  })
  .map(({ room, target, rateTarget, ...rest }): Terms => ({
    ...terms(rest),
    maxReplicas: Math.max(1, rest.minReplicas + room),
    rules: [
      { metric: 'concurrency', target },
      ...(rateTarget === null ? [] : [{ metric: 'requestsPerSecond', target: rateTarget }]),
    ],
  }));

const drive = (owner: Terms, parts: readonly (readonly [number, Moment])[]): [Driven, Decision[]] => {
  const endpoint = new Driven(owner);
  const decisions = parts.flatMap(([seconds, moment]) =>
    Array.from({ length: seconds }, () => endpoint.look(moment)),
  );
  return [endpoint, decisions];
};

describe('any traffic under any terms', () => {
  it('is answered within the bounds, by whole replicas and finite waits', () => {
    fc.assert(
      fc.property(owners, stretches, (owner, parts) => {
        for (const { desired, mayMoveInSeconds } of drive(owner, parts)[1]) {
          const isWithin = desired >= owner.minReplicas && desired <= owner.maxReplicas;
          if (!isWithin || !Number.isInteger(desired) || (mayMoveInSeconds ?? 0) < 0)
            throw new Error(`${String(desired)} replicas, may move in ${String(mayMoveInSeconds)} s`);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is explained by arithmetic that comes to what it says', () => {
    const step = /ceil\(\(?(?<sum>[^/]+?)\)? \/ (?<slots>[\d.e+-]+)[^)]*\) = (?<replicas>\d+)/g;
    fc.assert(
      fc.property(owners, stretches, fc.integer({ min: 0, max: 60 }), (owner, parts, inFlight) => {
        // Before its first answer nobody knows how long one takes.
        const young = new Driven(owner, null).look({ requests: 0 }, { inFlight });
        for (const decision of [young, ...drive(owner, parts)[1]])
          for (const { groups } of formulaOf(decision).matchAll(step)) {
            const terms = groups?.['sum']?.split(' + ').map(Number.parseFloat) ?? [];
            const ratio = terms.reduce((sum, term) => sum + term, 0) / Number(groups?.['slots']);
            // Its numbers are written with three digits.
            const [least, most] = [Math.ceil(ratio * 0.99 - 1e-6), Math.ceil(ratio * 1.01 + 1e-6)];
            const replicas = Number(groups?.['replicas']);
            if (!(replicas >= least && replicas <= most)) throw new Error(formulaOf(decision));
          }
      }),
      { numRuns: 30 },
    );
  });

  it('never loses the last replica while anything is in flight or waiting', () => {
    fc.assert(
      fc.property(owners, stretches, (owner, parts) => {
        const [endpoint, decisions] = drive(owner, parts);
        decisions.forEach(({ desired }, n) => {
          const { inFlight, waiting, ready, startingSeconds } = endpoint.looks[n]!;
          const isThere = waiting > 0 || (inFlight > 0 && ready + startingSeconds.length > 0);
          if (isThere) expect(desired).toBeGreaterThanOrEqual(1);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('is decided the same when its looks are replayed', () => {
    fc.assert(
      fc.property(owners, stretches, (owner, parts) => {
        const [endpoint, decisions] = drive(owner, parts);
        const state = newState(signals());
        state.starts = { seconds: [30], median: 30 };
        const again = endpoint.looks.map((look) => decide(state, owner, look));
        expect(JSON.stringify(again)).toBe(JSON.stringify(decisions));
      }),
      { numRuns: 20 },
    );
  });

  it('is decided the same from the inputs that a decision records', () => {
    fc.assert(
      fc.property(owners, stretches, (owner, parts) => {
        for (const decision of drive(owner, parts)[1]) {
          const recorded = JSON.parse(JSON.stringify(decision.inputs)) as Decision['inputs'];
          expect(recorded).toEqual(decision.inputs);
          expect(conclude(recorded, owner)).toEqual(decision);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is decided the same after the state was written down and read again, and the state stays small', () => {
    fc.assert(
      fc.property(owners, stretches, stretches, (owner, before, after) => {
        const [endpoint] = drive(owner, before);
        const text = stateToJson(endpoint.state);
        expect(text.length).toBeLessThan(40_000);
        const copy = stateFromJson(text);
        const looks = drive(owner, after)[0].looks.map((look) => ({
          ...look,
          atSeconds: look.atSeconds + endpoint.looks.length,
          requestsTotal: look.requestsTotal + (endpoint.looks.at(-1)?.requestsTotal ?? 0),
        }));
        const of = (state: EndpointState): string =>
          JSON.stringify(looks.map((look) => decide(state, owner, look)));
        expect(of(copy!)).toBe(of(endpoint.state));
      }),
      { numRuns: 20 },
    );
  });

  it('gets no fewer replicas when more requests wait', () => {
    fc.assert(
      fc.property(
        owners,
        stretches,
        moments,
        fc.integer({ min: 0, max: 100 }),
        (owner, parts, moment, more) => {
          const one = drive(owner, parts)[0];
          const other = drive(owner, parts)[0];
          const few = one.look(moment).desired;
          const many = other.look({ ...moment, waiting: moment.waiting + more }).desired;
          expect(many).toBeGreaterThanOrEqual(few);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** What was decided is there at once: what oscillates here oscillates by itself. */
const settled = (rate: number, startSeconds: number): number[] => {
  const endpoint = new Driven({}, startSeconds);
  let ready = 1;
  return Array.from({ length: 1500 }, () => (ready = endpoint.look({ requests: rate, ready }).desired));
};

describe('a constant load', () => {
  it('settles at one count and stays there', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.constantFrom(5, 30, 120),
        (rate, start) => {
          const counts = settled(rate, start).slice(-600);
          const changes = counts.filter((count, n) => n > 0 && count !== counts[n - 1]).length;
          // As the learned error of a load that never errs shrinks, the count may come down, and never goes up.
          expect(counts).toEqual(counts.toSorted((a, b) => b - a));
          expect(changes).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('gets no fewer replicas when it is higher', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 15, noNaN: true }),
        fc.double({ min: 1, max: 2, noNaN: true }),
        (rate, factor) => {
          expect(settled(rate * factor, 30).at(-1)).toBeGreaterThanOrEqual(settled(rate, 30).at(-1)!);
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('a state that was written down', () => {
  it('is of no use when another version wrote it', () => {
    const text = stateToJson(newState(signals()));
    expect(stateFromJson(text)).not.toBeNull();
    expect(stateFromJson(text.replace('"version":1', '"version":2'))).toBeNull();
    expect(stateFromJson('null')).toBeNull();
    expect(stateFromJson(text.slice(1))).toBeNull();
  });
});
