import { describe, expect, it } from '@jest/globals';
import { burnRateOf, type BillingFact, totalsOf } from './bill.ts';
import { billOf, published, started, stopped } from './facts.spec-helper.ts';

const HOUR_US = 3_600_000_000;
const billed = (nowUs: number, ...facts: BillingFact[]) => {
  const lines = billOf(facts, nowUs);
  return { lines, totals: totalsOf(lines), burnRate: burnRateOf(lines) };
};

const rate = published({ sku: 'h100-1x', fromUs: 0, price: 3_600_000_000 }); // a nano-dollar per microsecond

describe('a replica that held its hardware', () => {
  it('is billed from start to stop, to the microsecond', () => {
    const { lines, totals } = billed(
      HOUR_US,
      rate,
      started('a', { atUs: 1000, gpuCount: 2, gpuThousandths: 500, vcpuMillis: 4000 }),
      stopped('a', { atUs: 8001 }),
    );
    expect(lines).toMatchObject([{ fromUs: 1000, toUs: 8001, open: false, billed: true, heldUs: 7001n }]);
    expect(totals).toEqual({
      gpuThousandthsUs: 7_001_000n,
      vcpuMillisUs: 28_004_000n,
      costNanoUsd: 7001n,
    });
  });

  it('and still does is billed until now, and burns', () => {
    const { lines, totals, burnRate } = billed(5000, rate, started('a', { atUs: 1000 }));
    expect(lines).toMatchObject([{ fromUs: 1000, toUs: 5000, open: true }]);
    expect(totals.costNanoUsd).toBe(4000n);
    expect(burnRate).toBe(3_600_000_000n);
  });

  it('burns nothing any more', () =>
    expect(billed(9000, rate, started('a', { atUs: 1 }), stopped('a', { atUs: 2 })).burnRate).toBe(0n));

  it('but never became ready is listed and free', () => {
    const { lines, totals } = billed(
      9000,
      rate,
      started('a', { atUs: 1000 }),
      stopped('a', { atUs: 3000, neverReady: true }),
    );
    expect(lines).toMatchObject([{ billed: false, heldUs: 2000n, costNanoUsd: 0n }]);
    expect(totals).toEqual({ gpuThousandthsUs: 0n, vcpuMillisUs: 0n, costNanoUsd: 0n });
  });

  it('is billed beside the one that takes over from it, each by its template', () => {
    const { lines, totals } = billed(
      9000,
      rate,
      started('a', { atUs: 1000 }),
      started('b', { atUs: 2000, revision: 2 }),
      stopped('a', { atUs: 4000, cause: 'replaced' }),
    );
    expect(lines).toMatchObject([
      { replicaId: 'a', revision: 1, heldUs: 3000n, billed: true, open: false },
      { replicaId: 'b', revision: 2, heldUs: 7000n, billed: true, open: true },
    ]);
    expect(totals.costNanoUsd).toBe(10_000n);
  });

  it('for a rollout that was aborted is billed when it had become ready, and free when it had not', () => {
    const { lines } = billed(
      9000,
      rate,
      started('a', { atUs: 1000, revision: 2 }),
      stopped('a', { atUs: 3000, revision: 2, cause: 'rollout_aborted' }),
      started('b', { atUs: 1000, revision: 2 }),
      stopped('b', { atUs: 3000, revision: 2, cause: 'rollout_aborted', neverReady: true }),
    );
    expect(lines.map(({ billed, costNanoUsd }) => [billed, costNanoUsd])).toEqual([
      [true, 2000n],
      [false, 0n],
    ]);
  });

  it('is billed once, however often that is said', () => {
    const facts = [rate, started('a', { atUs: 1000 }), stopped('a', { atUs: 3000 })];
    expect(billed(9000, ...facts, ...facts)).toEqual(billed(9000, ...facts));
  });

  it('says on every line whether its hardware was simulated', () =>
    expect(billed(9000, rate, started('a', { atUs: 1, simulated: true })).lines).toMatchObject([
      { simulated: true },
    ]));
});

describe('a stop without a start', () => {
  it('bills nothing', () => expect(billed(9000, rate, stopped('a', { atUs: 3000 })).lines).toEqual([]));

  it('waits for the start', () =>
    expect(
      billed(9000, rate, stopped('a', { atUs: 3000 }), started('a', { atUs: 1000 })).lines,
    ).toMatchObject([{ heldUs: 2000n }]));

  it('before the start holds for no time', () =>
    expect(
      billed(9000, rate, started('a', { atUs: 3000 }), stopped('a', { atUs: 1000 })).lines,
    ).toMatchObject([{ heldUs: 0n, costNanoUsd: 0n }]));
});

describe('contradicting facts', () => {
  it('are settled in the favour of who pays', () => {
    const facts = [
      started('a', { atUs: 1000, id: 'x' }),
      started('a', { atUs: 2000, id: 'y' }),
      stopped('a', { atUs: 9000, id: 'z' }),
      stopped('a', { atUs: 5000, id: 'w' }),
    ];
    expect(billed(HOUR_US, rate, ...facts).lines).toMatchObject([{ fromUs: 2000, toUs: 5000 }]);
    expect(billed(HOUR_US, rate, ...facts.reverse()).lines).toMatchObject([{ fromUs: 2000, toUs: 5000 }]);
  });
});

describe('a rate that changes while a replica runs', () => {
  const dearer = published({ sku: 'h100-1x', fromUs: 4000, price: 7_200_000_000, version: 2 });
  const life = [started('a', { atUs: 1000 }), stopped('a', { atUs: 6000 })] as const;

  it('splits its interval: earlier use keeps the earlier rate', () => {
    const { lines, totals } = billed(9000, rate, dearer, ...life);
    expect(lines).toMatchObject([
      { fromUs: 1000, toUs: 4000, costNanoUsd: 3000n, open: false },
      { fromUs: 4000, toUs: 6000, costNanoUsd: 4000n, open: false },
    ]);
    expect(totals.costNanoUsd).toBe(7000n);
  });

  it('splits nothing at its very start or end', () => {
    const at = (fromUs: number) => published({ sku: 'h100-1x', fromUs, price: 1, version: fromUs });
    expect(billed(9000, rate, at(1000), at(6000), ...life).lines).toHaveLength(1);
  });

  it('does not matter to another flavour', () =>
    expect(
      billed(9000, rate, published({ sku: 'cpu-1x', fromUs: 2000, price: 1 }), ...life).lines,
    ).toHaveLength(1));

  it('of two rates from the same moment takes the one published later', () => {
    const corrected = published({ sku: 'h100-1x', fromUs: 4000, price: 3_600_000_000, version: 3 });
    expect(billed(9000, corrected, rate, dearer, ...life).totals.costNanoUsd).toBe(5000n);
  });

  it('leaves the time before the first rate free', () =>
    expect(billed(9000, dearer, ...life).lines).toMatchObject([
      { toUs: 4000, priceNanoUsdPerHour: 0n, costNanoUsd: 0n },
      { fromUs: 4000, costNanoUsd: 4000n },
    ]));

  it('burns at the present rate', () =>
    expect(billed(9000, rate, dearer, started('a', { atUs: 1000 })).burnRate).toBe(7_200_000_000n));
});

describe('an amount', () => {
  it('is rounded once for each line, a half to even', () => {
    const half = published({ sku: 'h100-1x', fromUs: 0, price: 1_800_000_000 });
    const cost = (us: number) =>
      billed(9000, half, started('a', { atUs: 0 }), stopped('a', { atUs: us })).totals.costNanoUsd;
    expect([1, 2, 3, 5, 7].map(cost)).toEqual([0n, 1n, 2n, 2n, 4n]);
  });
});
