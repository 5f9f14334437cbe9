import { describe, expect, it } from '@jest/globals';
import { SpendingStops } from '@tidegate/contracts';
import fc from 'fast-check';
import { type Budget, budget, type BudgetCommand, type BudgetEvent, isUsedUp } from './budget.ts';
import { type Delays, overshootBound } from './overshoot.ts';
import { Spent } from './spent.ts';

const owner = { budgetId: 'budg-000000000001', projectId: 'proj-000000000001' };
const PERIODS = ['2031-01', '2031-02', '2031-03'] as const;

const terms = fc.record({
  name: fc.constant('all'),
  limitNanoUsd: fc.integer({ min: 1, max: 100 }).map(BigInt),
  thresholdsPercent: fc.uniqueArray(fc.constantFrom(25, 50, 100, 150), { maxLength: 4 }),
  isHard: fc.boolean(),
});
const step: fc.Arbitrary<BudgetCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        period: fc.constantFrom(...PERIODS),
        spentNanoUsd: fc.integer({ min: 0, max: 250 }).map(BigInt),
      })
      .map((look) => ({ type: 'WatchSpending' as const, ...owner, ...look, atUs: 0 })),
  },
  { weight: 2, arbitrary: terms.map((given) => ({ type: 'ChangeBudget' as const, ...owner, ...given })) },
);
const life = fc.tuple(terms, fc.array(step, { maxLength: 60 }), fc.boolean());

type Taken = Readonly<{
  command: BudgetCommand;
  before: Budget;
  said: readonly BudgetEvent[];
  after: Budget;
}>;

const lived = ([first, steps, isRemoved]: typeof life extends fc.Arbitrary<infer T> ? T : never): Taken[] => {
  const commands: BudgetCommand[] = [{ type: 'SetBudget', ...owner, endpointId: null, ...first }, ...steps];
  if (isRemoved) commands.push({ type: 'RemoveBudget', ...owner, atUs: 0 });
  let before = budget.initial;
  return commands.map((command) => {
    const said = budget.decide(before, command);
    const taken = { command, before, said, after: said.reduce(budget.evolve, before) };
    before = taken.after;
    return taken;
  });
};

const newestOf = (state: Budget): string =>
  state.status === 'absent' ? '' : ([state.period ?? '', state.stoppedPeriod ?? ''].sort().at(-1) ?? '');

describe('what is said of a budget, whatever is looked at and changed', () => {
  it('has each threshold once in a month', () => {
    fc.assert(
      fc.property(life, (given) => {
        const keys = lived(given).flatMap(({ said }) =>
          said.flatMap(({ type, data }) =>
            type === 'BudgetThresholdReached' ? [`${data.period} ${String(data.thresholdPercent)}`] : [],
          ),
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('stops and resumes in turn, resumes never while it is used up, and is stopped just while it is', () => {
    fc.assert(
      fc.property(life, (given) => {
        const taken = lived(given);
        const turns = taken
          .flatMap(({ said }) => said.map(({ type }) => type))
          .filter((type) => type.startsWith('Spending'));
        expect(turns).toEqual(turns.map((_, n) => (n % 2 === 0 ? 'SpendingStopped' : 'SpendingResumed')));
        for (const { command, before, said, after } of taken) {
          // A look at a month before the newest says nothing.
          if (command.type !== 'WatchSpending' || command.period < newestOf(before)) continue;
          const mustStop = before.status === 'set' && isUsedUp(before, command.spentNanoUsd);
          expect(after).toMatchObject({ stoppedPeriod: mustStop ? expect.any(String) : null });
          expect(mustStop && said.some(({ type }) => type === 'SpendingResumed')).toBe(false);
        }
      }),
    );
  });

  it('says nothing when the same is seen again', () => {
    fc.assert(
      fc.property(life, (given) => {
        for (const { command, after } of lived(given))
          if (command.type === 'WatchSpending') expect(budget.decide(after, command)).toEqual([]);
      }),
    );
  });

  it('ends with nothing stopped once it is removed', () => {
    fc.assert(
      fc.property(life, ([first, steps]) => {
        const stops = new SpendingStops();
        for (const { said } of lived([first, steps, true]))
          for (const { type, data } of said)
            if (type === 'SpendingStopped') stops.stopped(data);
            else if (type === 'SpendingResumed') stops.resumed(data);
        expect(stops.toJSON()).toEqual([]);
      }),
    );
  });
});

describe('what is spent', () => {
  const due = fc.record({
    projectId: fc.constantFrom('p', 'q'),
    endpointId: fc.constantFrom('a', 'b', 'c'),
    period: fc.constantFrom(...PERIODS),
    costNanoUsd: fc.integer({ min: 0, max: 1000 }).map(BigInt),
  });

  it('is the same in whatever order it comes, and in however many parts', () => {
    fc.assert(
      fc.property(fc.array(due), fc.array(fc.nat()), (dues, keys) => {
        const shuffled = dues.map((one, n) => ({ one, key: keys[n] ?? 0 })).sort((a, b) => a.key - b.key);
        const halves = shuffled.flatMap(({ one }) => [
          { ...one, costNanoUsd: one.costNanoUsd / 2n },
          { ...one, costNanoUsd: one.costNanoUsd - one.costNanoUsd / 2n },
        ]);
        const [once, again] = [new Spent(dues, '2031-02'), new Spent(halves, '2031-02')];
        for (const projectId of ['p', 'q'])
          for (const endpointId of [null, 'a', 'b', 'c'])
            expect(again.of({ projectId, endpointId })).toBe(once.of({ projectId, endpointId }));
      }),
    );
  });
});

/** Milliseconds throughout. */
type Replica = Readonly<{
  from: number;
  pricePerMs: number;
  drains: number;
  isLost: boolean;
  silence: number;
}>;
type World = Readonly<{
  limit: number;
  delays: Delays;
  looks: readonly number[];
  ticks: readonly number[];
  replicas: readonly Replica[];
}>;
const world: fc.Arbitrary<World> = fc
  .record({
    limit: fc.integer({ min: 1, max: 100_000 }),
    lookSeconds: fc.integer({ min: 1, max: 10 }),
    tickSeconds: fc.integer({ min: 1, max: 3 }),
    drainSeconds: fc.integer({ min: 1, max: 30 }),
    leaseSeconds: fc.integer({ min: 1, max: 15 }),
  })
  .chain(({ limit, ...delays }) =>
    fc.record({
      limit: fc.constant(limit),
      delays: fc.constant(delays),
      looks: fc.array(fc.integer({ min: 1, max: delays.lookSeconds * 1000 }), { minLength: 1, maxLength: 5 }),
      ticks: fc.array(fc.integer({ min: 1, max: delays.tickSeconds * 1000 }), { minLength: 1, maxLength: 5 }),
      replicas: fc.array(
        fc.record({
          from: fc.integer({ min: 0, max: 60_000 }),
          pricePerMs: fc.integer({ min: 1, max: 20 }),
          drains: fc.integer({ min: 0, max: delays.drainSeconds * 1000 }),
          isLost: fc.boolean(),
          silence: fc.integer({ min: 0, max: delays.leaseSeconds * 1000 }),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  );

/** The first of moments that come in these distances, over and over, at or after one. */
const firstFrom = (distances: readonly number[], at: number): number => {
  let moment = 0;
  for (let n = 0; moment < at; n++) moment += distances[n % distances.length] ?? 1;
  return moment;
};

const spentAt = (at: number, ends: readonly (Replica & { end: number })[]): bigint =>
  BigInt(
    ends.reduce(
      (sum, { from, end, pricePerMs }) => sum + Math.max(0, Math.min(at, end) - from) * pricePerMs,
      0,
    ),
  );

/** Looks until spending is stopped; the scaler hears of it at its next tick; replicas finish; what a lost node had ends with its lease. */
const spentInTheEnd = ({ limit, looks, ticks, replicas }: World): { spent: bigint; highestBurn: number } => {
  let state: Budget = budget
    .decide(budget.initial, {
      type: 'SetBudget',
      ...owner,
      endpointId: null,
      name: '',
      limitNanoUsd: BigInt(limit),
      thresholdsPercent: [],
      isHard: true,
    })
    .reduce(budget.evolve, budget.initial);
  const stops = new SpendingStops();
  const running = replicas.map((replica) => ({ ...replica, end: Infinity }));
  let at = 0;
  for (let n = 0; stops.toJSON().length === 0; n++) {
    at += looks[n % looks.length] ?? 1;
    const said = budget.decide(state, {
      type: 'WatchSpending',
      ...owner,
      period: '2031-02',
      spentNanoUsd: spentAt(at, running),
      atUs: at,
    });
    state = said.reduce(budget.evolve, state);
    for (const { type, data } of said) if (type === 'SpendingStopped') stops.stopped(data);
  }
  const decided = firstFrom(ticks, at);
  const ends = running
    .filter(({ from }) => from < decided)
    .map((replica) => ({
      ...replica,
      end: decided + replica.drains + (replica.isLost ? replica.silence : 0),
    }));
  return {
    spent: spentAt(Infinity, ends),
    highestBurn: ends.reduce((sum, { pricePerMs }) => sum + pricePerMs, 0),
  };
};

describe('a hard budget, however long each step takes', () => {
  it('is never exceeded by more than the burn rate times a look, a tick, the time to finish and a lease', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { spent, highestBurn } = spentInTheEnd(given);
        const bound = overshootBound(BigInt(highestBurn) * 3_600_000n, given.delays);
        expect(spent - BigInt(given.limit)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 1000 },
    );
  });
});
