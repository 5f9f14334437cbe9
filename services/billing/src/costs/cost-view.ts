import type { CostView } from '@tidegate/contracts';
import type { Totals } from '../rating/bill.ts';
import type { Line } from '../rating/line.ts';

/** Everything an answer about costs is made of, as of one moment. */
export type Cost = Readonly<{
  asOfUs: number;
  totals: Totals;
  burnRateNanoUsdPerHour: bigint;
  /** One page, newest first. */
  lines: readonly Line[];
  nextCursor: string | null;
}>;

export const costViewOf = ({
  asOfUs,
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
  lines: lines.map((line) => ({
    endpointId: line.endpointId,
    replicaId: line.replicaId,
    revision: line.revision,
    hardwareId: line.hardwareId,
    simulated: line.simulated,
    startedAtUs: line.fromUs,
    stoppedAtUs: line.open ? null : line.toUs,
    heldMicroseconds: String(line.heldUs),
    priceNanoUsdPerHour: String(line.priceNanoUsdPerHour),
    costNanoUsd: String(line.costNanoUsd),
    billed: line.billed,
  })),
  nextCursor,
});
