import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BillingFact, Facts, type Totals, totalsOf } from './bill.ts';
import { published, started, stopped } from './facts.spec-helper.ts';
import type { Line } from './line.ts';

const END_US = 200;
const HARDWARE = ['h100-1x', 'l4-1x', 'cpu-1x'] as const;

/** What truly happened, on a scale so small that every microsecond can be looked at by itself. */
type Life = Readonly<{
  hardware: number;
  atUs: number;
  heldUs: number | null;
  gpuCount: number;
  gpuThousandths: number;
  vcpuMillis: number;
  neverReady: boolean;
}>;
type Price = Readonly<{ hardware: number; fromUs: number; price: number }>;
type World = Readonly<{ lives: readonly Life[]; prices: readonly Price[] }>;

const lives = fc.record({
  hardware: fc.nat({ max: 2 }),
  atUs: fc.nat({ max: 150 }),
  heldUs: fc.option(fc.nat({ max: 80 })),
  gpuCount: fc.nat({ max: 8 }),
  gpuThousandths: fc.integer({ min: 1, max: 1000 }),
  vcpuMillis: fc.integer({ min: 1, max: 64_000 }),
  neverReady: fc.boolean(),
});
const prices = fc.record({
  hardware: fc.nat({ max: 2 }),
  fromUs: fc.nat({ max: 120 }),
  price: fc.integer({ min: 0, max: 40_000_000_000 }),
});
const worlds: fc.Arbitrary<World> = fc.record({
  lives: fc.array(lives, { minLength: 1, maxLength: 6 }),
  prices: fc.array(prices, { maxLength: 6 }),
});

const factsOf = ({ lives, prices }: World): BillingFact[] => [
  ...lives.flatMap(({ hardware, heldUs, neverReady, ...held }, n) => [
    started(`repl-${String(n)}`, { ...held, hardwareId: HARDWARE[hardware] ?? '' }),
    ...(heldUs === null ? [] : [stopped(`repl-${String(n)}`, { atUs: held.atUs + heldUs, neverReady })]),
  ]),
  ...prices.map(({ hardware, fromUs, price }, n) =>
    published({ hardwareId: HARDWARE[hardware] ?? '', fromUs, price, version: n + 1 }),
  ),
];

const billOf = (facts: readonly BillingFact[], nowUs = END_US): Line[] => {
  const set = new Facts();
  for (const fact of facts) set.add(fact);
  return [...set.bill(nowUs)];
};

const priceAt = (prices: readonly Price[], hardware: number, us: number): number => {
  let found: Price | undefined;
  for (const price of prices)
    if (price.hardware === hardware && price.fromUs <= us && price.fromUs >= (found?.fromUs ?? 0))
      found = price;
  return found?.price ?? 0;
};

/** The bill by asking of every microsecond who held what, at which price. Amounts unrounded, times an hour. */
const byMicrosecond = ({ lives, prices }: World) => {
  const sums = { gpuThousandthsUs: 0n, vcpuMillisUs: 0n, nanoUsdTimesHour: 0n };
  for (let us = 0; us < END_US; us++)
    for (const { hardware, atUs, heldUs, gpuCount, gpuThousandths, vcpuMillis, neverReady } of lives) {
      const isHeld = us >= atUs && (heldUs === null || us < atUs + heldUs);
      if (!isHeld || (neverReady && heldUs !== null)) continue;
      sums.gpuThousandthsUs += BigInt(gpuCount * gpuThousandths);
      sums.vcpuMillisUs += BigInt(vcpuMillis);
      sums.nanoUsdTimesHour += BigInt(priceAt(prices, hardware, us));
    }
  return sums;
};

const sumOf = (lines: readonly Line[], quantity: (line: Line) => bigint): bigint =>
  lines.reduce((sum, line) => sum + quantity(line), 0n);

describe('a bill, whatever happened', () => {
  it('does not depend on the order of the facts, nor on their repetition', () => {
    const deliveries = worlds.chain((world) => {
      const facts = factsOf(world);
      return fc.record({
        facts: fc.constant(facts),
        shuffled: fc.shuffledSubarray(facts, { minLength: facts.length }),
        repeated: fc.array(fc.constantFrom(...facts), { maxLength: 8 }),
      });
    });
    fc.assert(
      fc.property(deliveries, ({ facts, shuffled, repeated }) => {
        expect(billOf([...shuffled, ...repeated])).toEqual(billOf(facts));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same as asking every microsecond', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lines = billOf(factsOf(world));
        const truth = byMicrosecond(world);
        const totals: Totals = totalsOf(lines);
        expect(totals.gpuThousandthsUs).toBe(truth.gpuThousandthsUs);
        expect(totals.vcpuMillisUs).toBe(truth.vcpuMillisUs);
        // Rounding is once a line: all of it together is at most half a nano-dollar for each.
        const off = 2n * (totals.costNanoUsd * 3_600_000_000n - truth.nanoUsdTimesHour);
        const billed = BigInt(lines.filter((line) => line.billed).length);
        expect((off < 0n ? -off : off) <= billed * 3_600_000_000n).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('covers each replica’s time once: lines follow each other without gap or overlap', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const lines = billOf(factsOf(world));
        for (const [n, { atUs, heldUs }] of world.lives.entries()) {
          const own = lines.filter(({ replicaId }) => replicaId === `repl-${String(n)}`);
          const stopUs = heldUs === null ? Infinity : atUs + heldUs;
          expect(own[0]?.fromUs).toBe(atUs);
          expect(own.at(-1)?.toUs).toBe(Math.min(stopUs, END_US));
          own.slice(1).forEach((line, before) => expect(line.fromUs).toBe(own[before]?.toUs));
          const last = own.length - 1;
          expect(own.map(({ open }) => open)).toEqual(own.map((_, nth) => stopUs > END_US && nth === last));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never falls while time passes', () => {
    fc.assert(
      fc.property(worlds, fc.nat({ max: END_US }), fc.nat({ max: END_US }), (world, a, b) => {
        const facts = factsOf(world).filter(
          (fact) => fact.type !== 'ReplicaStopped' || !fact.data.neverReady,
        );
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        expect(sumOf(billOf(facts, earlier), (line) => line.costNanoUsd)).toBeLessThanOrEqual(
          sumOf(billOf(facts, later), (line) => line.costNanoUsd),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('with a rate that was published again unchanged is no other bill', () => {
    fc.assert(
      fc.property(worlds, fc.nat({ max: END_US }), (world, cutUs) => {
        const before = totalsOf(billOf(factsOf(world)));
        const again = HARDWARE.map((_, hardware) => ({
          hardware,
          fromUs: cutUs,
          price: priceAt(world.prices, hardware, cutUs),
        }));
        const after = totalsOf(billOf(factsOf({ ...world, prices: [...world.prices, ...again] })));
        expect(after.gpuThousandthsUs).toBe(before.gpuThousandthsUs);
        const rounding = after.costNanoUsd - before.costNanoUsd;
        expect(rounding >= -BigInt(world.lives.length) && rounding <= BigInt(world.lives.length)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
