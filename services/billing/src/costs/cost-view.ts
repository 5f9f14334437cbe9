import { type CostView, PHASES, type Phase } from '@tidegate/contracts';
import type { Totals } from '../rating/bill.ts';
import type { Line } from '../rating/line.ts';

/** Everything an answer about costs is made of, as of one moment. */
export type Cost = Readonly<{
  asOfUs: number;
  /** What stands in the log up to here is counted. */
  position: number;
  totals: Totals;
  burnRateNanoUsdPerHour: bigint;
  /** One page, newest first. */
  lines: readonly Line[];
  nextCursor: string | null;
}>;

const textsOf = (phaseUs: Line['phaseUs']): Record<Phase, string> =>
  Object.fromEntries(PHASES.map((phase) => [phase, String(phaseUs[phase])])) as Record<Phase, string>;

const lineViewOf = (line: Line): CostView['lines'][number] => ({
  kind: line.kind,
  sourceId: line.sourceId,
  endpointId: line.endpointId,
  replicaId: line.replicaId,
  revision: line.revision,
  sku: line.sku,
  simulated: line.simulated,
  period: line.period,
  startedAtUs: line.fromUs,
  stoppedAtUs: line.open ? null : line.toUs,
  heldMicroseconds: String(line.heldUs),
  phaseMicroseconds: textsOf(line.phaseUs),
  coveredMicroseconds: String(line.coveredUs),
  weightedMicrosecondThousandths: String(line.weightedUsThousandths),
  unit1024ths: String(line.unit1024ths),
  priceNanoUsdPerHour: String(line.priceNanoUsdPerHour),
  costNanoUsd: String(line.costNanoUsd),
  billed: line.billed,
});

export const costViewOf = ({
  asOfUs,
  position,
  totals,
  burnRateNanoUsdPerHour,
  lines,
  nextCursor,
}: Cost): CostView => ({
  gpuMicroseconds: String(totals.gpuThousandthsUs / 1000n),
  gpuThousandthsMicroseconds: String(totals.gpuThousandthsUs),
  vcpuMillisMicroseconds: String(totals.vcpuMillisUs),
  costNanoUsd: String(totals.costNanoUsd),
  burnRateNanoUsdPerHour: String(burnRateNanoUsdPerHour),
  asOf: new Date(asOfUs / 1000).toISOString(),
  asOfUs,
  position,
  lines: lines.map(lineViewOf),
  nextCursor,
});
