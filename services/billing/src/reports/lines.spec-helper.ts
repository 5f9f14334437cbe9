import { PHASES, type Phase } from '@tidegate/contracts';
import fc from 'fast-check';
import { amountOf, type Line } from '../rating/line.ts';
import type { DetailedLine, Stretch } from './stretch.ts';

const NO_PHASES = Object.fromEntries(PHASES.map((phase) => [phase, 0n])) as Record<Phase, bigint>;
export const PROJECT = 'proj-000000000001';
const ENDPOINT = 'endpt-000000000001';

/** A line out of what happened in it: everything else follows. */
export const lineOf = (
  stretches: readonly Stretch[],
  given: Partial<Line> & Readonly<{ gpuThousandths?: bigint; vcpuMillis?: bigint }> = {},
): DetailedLine => {
  const { gpuThousandths = 1000n, vcpuMillis = 2000n, ...rest } = given;
  const sum = (of: (stretch: Stretch, us: bigint) => bigint): bigint =>
    stretches.reduce((total, stretch) => total + of(stretch, BigInt(stretch.toUs - stretch.fromUs)), 0n);
  const startedUs = sum(({ phase }, us) => (phase === 'pulling' ? 0n : us));
  const line = {
    kind: 'usage' as const,
    sourceId: 'repl-000000000001',
    replicaId: 'repl-000000000001',
    endpointId: ENDPOINT,
    projectId: PROJECT,
    revision: 1,
    sku: 'h100-1x',
    simulated: false,
    period: '2031-02',
    fromUs: stretches[0]?.fromUs ?? 0,
    toUs: stretches.at(-1)?.toUs ?? 0,
    open: false,
    priceNanoUsdPerHour: 3_600_000_000n,
    unit1024ths: 1024n,
    heldUs: sum((_, us) => us),
    phaseUs: Object.fromEntries(
      PHASES.map((phase) => [phase, sum((stretch, us) => (stretch.phase === phase ? us : 0n))]),
    ) as Record<Phase, bigint>,
    coveredUs: sum(({ covered }, us) => (covered ? us : 0n)),
    weightedUsThousandths: sum(({ covered, weightThousandths }, us) =>
      covered ? 0n : us * BigInt(weightThousandths),
    ),
    gpuThousandthsUs: startedUs * gpuThousandths,
    vcpuMillisUs: startedUs * vcpuMillis,
    billed: true,
    burnWeight: 0n,
    ...rest,
  };
  return { ...line, costNanoUsd: line.billed ? amountOf(line) : 0n, stretches };
};

/** A stretch in which everything counts. */
export const ready = (fromUs: number, toUs: number, given: Partial<Stretch> = {}): Stretch => ({
  fromUs,
  toUs,
  phase: 'ready',
  weightThousandths: 1000,
  covered: false,
  ...given,
});

/** Stretches of what has no phases. */
export const unphased = (fromUs: number, toUs: number, weightThousandths = 1000): Stretch =>
  ready(fromUs, toUs, { phase: null, weightThousandths });
export { NO_PHASES };

/** Any line, its lengths from microseconds to days. */
export const anyLine: fc.Arbitrary<DetailedLine> = fc
  .record({
    fromUs: fc.nat({ max: 4_000_000_000 }),
    parts: fc.array(
      fc.record({
        us: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100_000_000_000 })),
        phase: fc.constantFrom(...PHASES),
        weightThousandths: fc.constantFrom(0, 137, 500, 1000),
        covered: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    price: fc.bigInt({ min: 0n, max: 40_000_000_000n }),
    unit1024ths: fc.bigInt({ min: 1n, max: 4096n }),
    gpuThousandths: fc.bigInt({ min: 0n, max: 8000n }),
    replica: fc.integer({ min: 1, max: 3 }),
    endpoint: fc.integer({ min: 1, max: 2 }),
    sku: fc.constantFrom('h100-1x', 'cpu-1x'),
    billed: fc.boolean(),
  })
  .map(({ fromUs, parts, price, unit1024ths, gpuThousandths, replica, endpoint, sku, billed }) => {
    const stretches: Stretch[] = [];
    for (const { us, ...rest } of parts) {
      const at = stretches.at(-1)?.toUs ?? fromUs;
      stretches.push({ ...rest, fromUs: at, toUs: at + us });
    }
    const replicaId = `repl-00000000000${String(replica)}`;
    return lineOf(stretches, {
      priceNanoUsdPerHour: price,
      unit1024ths,
      gpuThousandths,
      replicaId,
      sourceId: replicaId,
      endpointId: `endpt-00000000000${String(endpoint)}`,
      sku,
      billed,
    });
  });
