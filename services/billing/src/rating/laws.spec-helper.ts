import { expect } from '@jest/globals';
import { PHASES } from '@tidegate/contracts';
import fc from 'fast-check';
import type { BillingFact, Facts } from './bill.ts';
import { placed, published, started, stopped } from './facts.spec-helper.ts';
import type { Line } from './line.ts';
import {
  END_US,
  factsOf,
  replicaOf,
  SKUS,
  STEP_US,
  TinyCalendar,
  type World,
  worlds,
} from './worlds.spec-helper.ts';
import { inWords, sumsOf, truthOf } from './truth.spec-helper.ts';

/** What is put to the test: the metering of this repository, or one that was spoiled on purpose. */
export type Metering = Readonly<{ Facts: typeof Facts }>;
type Runs = Readonly<{
  numRuns: number;
  /** The first failure is enough: it is not made smaller. */
  endOnFailure?: boolean;
}>;
type Law = (metering: Metering, runs: Runs) => void;

const CALENDAR = new TinyCalendar();
/** The same worlds at each run. */
const SEED = 20_310_214;

const billOf = ({ Facts: Set }: Metering, facts: Iterable<BillingFact>, calendar = CALENDAR): Line[] => {
  const set = new Set(calendar);
  for (const fact of facts) set.add(fact);
  return [...set.bill(END_US)];
};
const inOrder = (lines: readonly Line[]): Line[] =>
  lines.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
const orderOf = ({ endpointId, sourceId, sku, fromUs }: Line): string =>
  `${endpointId} ${sourceId} ${sku} ${String(fromUs).padStart(9, '0')}`;
const costOf = (lines: readonly Line[]): bigint =>
  lines.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n);

/** A line's own amount, by its definition: nearest whole, a half to the even one. */
const isRounded = ({
  weightedUsThousandths,
  unit1024ths,
  priceNanoUsdPerHour,
  costNanoUsd,
}: Line): boolean => {
  const hour = 3_600_000_000n * 1000n * 1024n;
  const off = 2n * (costNanoUsd * hour - weightedUsThousandths * unit1024ths * priceNanoUsdPerHour);
  return off < hour && off > -hour ? true : (off === hour || off === -hour) && costNanoUsd % 2n === 0n;
};

const deliveries = worlds.chain((world) => {
  const facts = factsOf(world);
  return fc.record({
    facts: fc.constant(facts),
    shuffled: fc.shuffledSubarray(facts, { minLength: facts.length }),
    repeated: fc.array(fc.constantFrom(...facts), { maxLength: 8 }),
  });
});

/** Nothing but replicas, by the usual plan, at one price. */
const plain = (world: World): World => ({
  ...world,
  plans: [],
  revisions: [],
  idle: [],
  prices: SKUS.map((sku) => ({ sku, fromUs: 0, price: 3_600_000_000 })),
});

export const LAWS: Readonly<Record<string, Law>> = {
  'is the same as asking every step of time who held what': (metering, runs) => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lines = billOf(metering, factsOf(world));
        expect(inWords(sumsOf(lines))).toEqual(inWords(truthOf(world)));
        expect(lines.filter((line) => !isRounded(line))).toEqual([]);
        const own = inOrder(lines).filter(({ kind }) => kind === 'usage');
        for (const [n, { sourceId, fromUs }] of own.slice(1).entries())
          if (own[n]?.sourceId === sourceId) expect(fromUs).toBe(own[n].toUs);
      }),
      { ...runs, seed: SEED },
    );
  },

  'does not depend on the order of the facts, nor on their repetition': (metering, runs) => {
    fc.assert(
      fc.property(deliveries, ({ facts, shuffled, repeated }) => {
        expect(inOrder(billOf(metering, [...shuffled, ...repeated]))).toEqual(
          inOrder(billOf(metering, facts)),
        );
      }),
      { ...runs, seed: SEED },
    );
  },

  'does not depend on cuts: other months and rates published again change no quantity, and rounding alone': (
    metering,
    runs,
  ) => {
    const cuts = fc.record({
      world: worlds,
      monthUs: fc.constantFrom(250, 1250, 100_000),
      cutUs: fc.nat({ max: 60 }),
    });
    fc.assert(
      fc.property(cuts, ({ world, monthUs, cutUs }) => {
        const before = billOf(metering, factsOf(world));
        const again = SKUS.flatMap((sku) => {
          const known = world.prices.findLast((price) => price.sku === sku && price.fromUs === 0);
          const isOnly = world.prices.every((price) => price.sku !== sku || price === known);
          return known && isOnly
            ? [published({ sku, price: known.price, fromUs: cutUs * STEP_US, version: 100 })]
            : [];
        });
        const after = billOf(metering, [...factsOf(world), ...again], new TinyCalendar(monthUs));
        expect(inWords(sumsOf(after))).toEqual(inWords(sumsOf(before)));
        const off = costOf(after) - costOf(before);
        const most = BigInt(before.length + after.length);
        expect(2n * off <= most && -2n * off <= most).toBe(true);
      }),
      { ...runs, seed: SEED },
    );
  },

  'posted by differences after any deliveries comes to the same as all at once': ({ Facts: Set }, runs) => {
    const prefixes = fc.record({
      delivery: deliveries,
      every: fc.integer({ min: 1, max: 6 }),
      ticksUs: fc.array(fc.nat({ max: END_US }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(prefixes, ({ delivery: { shuffled, repeated, facts }, every, ticksUs }) => {
        const live = new Set(CALENDAR);
        const posted = new Map<string, bigint>();
        const post = (upToUs: number): void => {
          const due = new Map(live.due(upToUs).map((each) => [keyOf(each), each.costNanoUsd]));
          for (const key of new globalThis.Set([...due.keys(), ...posted.keys()]))
            posted.set(key, (posted.get(key) ?? 0n) + ((due.get(key) ?? 0n) - (posted.get(key) ?? 0n)));
        };
        for (const [n, fact] of [...shuffled, ...repeated].entries()) {
          live.add(fact);
          if (n % every === 0) post(ticksUs[n % ticksUs.length] ?? 0);
        }
        post(END_US);
        const whole = new Set(CALENDAR);
        for (const fact of facts) whole.add(fact);
        expect(inOrder([...live.bill(END_US)])).toEqual(inOrder([...whole.bill(END_US)]));
        const wanted = whole.due(END_US).map((each) => [keyOf(each), each.costNanoUsd] as const);
        expect(Object.fromEntries([...posted].filter(([, cost]) => cost !== 0n))).toEqual(
          Object.fromEntries(wanted.filter(([, cost]) => cost !== 0n)),
        );
      }),
      { ...runs, seed: SEED },
    );
  },

  'counts what is said of an endpoint after its replicas have ended': ({ Facts: Set }, runs) => {
    const uncommitted = worlds.map((world) => ({
      ...world,
      revisions: world.revisions.map((revision) => ({ ...revision, committedUntilMs: null })),
    }));
    fc.assert(
      fc.property(uncommitted, (world) => {
        const facts = factsOf(world);
        const isLate = ({ type }: BillingFact): boolean => type.startsWith('Endpoint');
        const late = new Set(CALENDAR);
        for (const fact of facts) if (!isLate(fact)) late.add(fact);
        late.due(END_US);
        for (const fact of facts) if (isLate(fact)) late.add(fact);
        expect(inOrder([...late.bill(END_US)])).toEqual(inOrder(billOf({ Facts: Set }, facts)));
      }),
      { ...runs, seed: SEED },
    );
  },

  'gives sums that are those of its billed lines, and of the lines of each month': ({ Facts: Set }, runs) => {
    fc.assert(
      fc.property(worlds, (world) => {
        const set = new Set(CALENDAR);
        for (const fact of factsOf(world)) set.add(fact);
        const due = set.due(END_US);
        const billed = [...set.bill(END_US)].filter((line) => line.billed);
        expect(due.reduce((sum, each) => sum + each.costNanoUsd, 0n)).toBe(costOf(billed));
        for (const period of new globalThis.Set(due.map((each) => each.period))) {
          const lines = set.closedLines({ projectId: 'proj-000000000001', period, upToUs: END_US });
          const ofMonth = due.filter((each) => each.period === period);
          expect(costOf(lines)).toBe(ofMonth.reduce((sum, each) => sum + each.costNanoUsd, 0n));
        }
      }),
      { ...runs, seed: SEED },
    );
  },

  'never bills more for facts that were lost, or that contradict others': (metering, runs) => {
    const losses = worlds.map(plain).chain((world) => {
      const facts = factsOf(world);
      const mayBeLost = facts.filter(({ type }) => type === 'ReplicaPlaced' || type === 'ReplicaStarted');
      return fc.record({
        facts: fc.constant(facts),
        lost: mayBeLost.length > 0 ? fc.subarray(mayBeLost) : fc.constant([]),
        n: fc.nat({ max: world.lives.length - 1 }),
        atUs: fc.nat({ max: END_US }),
        isStart: fc.boolean(),
      });
    });
    fc.assert(
      fc.property(losses, ({ facts, lost, n, atUs, isStart }) => {
        const truth = costOf(billOf(metering, facts));
        const gone = new globalThis.Set(lost);
        expect(
          costOf(
            billOf(
              metering,
              facts.filter((fact) => !gone.has(fact)),
            ),
          ),
        ).toBeLessThanOrEqual(truth);
        const known = facts.find(
          (fact) => fact.type === 'ReplicaStarted' && fact.data.replicaId === replicaOf(n),
        );
        if (known?.type !== 'ReplicaStarted') return;
        const { endpointId, revision, hardware } = known.data;
        const said = { atUs, id: 'another', endpointId, revision, hardwareId: hardware.id };
        const other = isStart ? started(replicaOf(n), said) : stopped(replicaOf(n), said);
        expect(costOf(billOf(metering, [...facts, other]))).toBeLessThanOrEqual(truth);
      }),
      { ...runs, numRuns: 3 * runs.numRuns, seed: SEED },
    );
  },

  'never says that more was held of a node at once than it has': (metering, runs) => {
    const nodes = fc.array(
      fc.array(fc.record({ gap: fc.nat({ max: 9 }), held: fc.nat({ max: 9 }) }), { maxLength: 4 }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(nodes, (gpus) => {
        const facts = gpus.flatMap((turns, gpu) => {
          let us = 0;
          return turns.flatMap(({ gap, held }, n): BillingFact[] => {
            const atUs = us + gap;
            us = atUs + held;
            const id = `repl-${String(gpu)}-${String(n)}`;
            return [started(id, { atUs }), stopped(id, { atUs: us })];
          });
        });
        const lines = billOf(metering, facts, new TinyCalendar(7));
        for (let us = 0; us < 80; us++) {
          const held = lines.filter(({ fromUs, toUs }) => fromUs <= us && us < toUs);
          expect(held.length).toBeLessThanOrEqual(gpus.length);
        }
        const gpuUs = lines.reduce((sum, { gpuThousandthsUs }) => sum + gpuThousandthsUs, 0n);
        expect(gpuUs).toBe(BigInt(gpus.flat().reduce((sum, { held }) => sum + held, 0)) * 1000n);
      }),
      { ...runs, seed: SEED },
    );
  },

  'pays with a commitment for what it covers and no more, and with none for what is idle and gated': (
    metering,
    runs,
  ) => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lines = billOf(metering, factsOf({ ...world, plans: [] }));
        const used = lines
          .filter(({ kind }) => kind === 'usage')
          .reduce((sum, line) => sum + line.coveredUs, 0n);
        const commitments = lines.filter(({ kind }) => kind === 'commitment');
        expect(commitments.reduce((sum, line) => sum + line.coveredUs, 0n)).toBe(used);
        for (const line of commitments)
          expect(line.coveredUs * 1024n <= line.heldUs * line.unit1024ths).toBe(true);
        for (const line of lines.filter(({ kind }) => kind === 'usage')) {
          expect(PHASES.reduce((sum, phase) => sum + line.phaseUs[phase], 0n)).toBe(line.heldUs);
          const { pulling } = line.phaseUs;
          const most = (line.heldUs - pulling - line.coveredUs) * 1000n;
          expect(line.weightedUsThousandths <= most).toBe(true);
        }
      }),
      { ...runs, seed: SEED },
    );
  },

  'does not depend on a node’s clock: what it measured is the same however far off its hours are': (
    metering,
    runs,
  ) => {
    const lives = fc.array(
      fc.record({
        startUs: fc.nat({ max: 1e9 }),
        heldUs: fc.nat({ max: 1e9 }),
        readyUs: fc.nat({ max: 1e9 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const HOUR_US = 3_600_000_000;
    fc.assert(
      fc.property(lives, fc.integer({ min: -HOUR_US, max: HOUR_US }), (all, offUs) => {
        const bill = (shiftUs: number): Line[] =>
          billOf(
            metering,
            [
              published({ sku: 'h100-1x', fromUs: 0, price: 3_600_000_000 }),
              ...all.flatMap(({ startUs, heldUs }, n): BillingFact[] => [
                placed(replicaOf(n), { atUs: 2 * HOUR_US }),
                started(replicaOf(n), { atUs: 2 * HOUR_US + startUs + shiftUs }),
                stopped(replicaOf(n), { atUs: 2 * HOUR_US + startUs + heldUs + shiftUs }),
              ]),
            ],
            new TinyCalendar(100 * HOUR_US),
          );
        const due = (lines: Line[]) =>
          lines.map(({ gpuThousandthsUs, vcpuMillisUs, costNanoUsd, billed }) => [
            gpuThousandthsUs,
            vcpuMillisUs,
            costNanoUsd,
            billed,
          ]);
        expect(due(bill(offUs))).toEqual(due(bill(0)));
      }),
      { ...runs, seed: SEED },
    );
  },
};

const keyOf = ({
  projectId,
  period,
  endpointId,
  kind,
  sku,
}: Pick<Line, 'projectId' | 'period' | 'endpointId' | 'kind' | 'sku'>): string =>
  [projectId, period, endpointId, kind, sku].join(' ');
