import { type Phase, PHASES } from '@tidegate/contracts';
import type { Line, LineKind } from '../rating/line.ts';

/** A row of `usage_lines`. Postgres gives numerics as text. */
export type LineRow = Readonly<{
  endpoint_id: string;
  source_id: string;
  sku: string;
  from_us: number;
  to_us: number;
  kind: LineKind;
  replica_id: string | null;
  project_id: string;
  revision: number | null;
  simulated: boolean;
  period: string;
  price_nano_usd_per_hour: string;
  unit_1024ths: string;
  held_us: string;
  /** In the order of PHASES. */
  phase_us: string[];
  covered_us: string;
  weighted_us_thousandths: string;
  gpu_thousandths_us: string;
  vcpu_millis_us: string;
  cost_nano_usd: string;
  billed: boolean;
}>;

const phasesIn = (values: readonly string[]): Record<Phase, bigint> =>
  Object.fromEntries(PHASES.map((phase, nth) => [phase, BigInt(values[nth] ?? 0)])) as Record<Phase, bigint>;

export const lineIn = (row: LineRow): Line => ({
  kind: row.kind,
  sourceId: row.source_id,
  replicaId: row.replica_id,
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  revision: row.revision,
  sku: row.sku,
  simulated: row.simulated,
  period: row.period,
  fromUs: row.from_us,
  toUs: row.to_us,
  open: false,
  priceNanoUsdPerHour: BigInt(row.price_nano_usd_per_hour),
  unit1024ths: BigInt(row.unit_1024ths),
  heldUs: BigInt(row.held_us),
  phaseUs: phasesIn(row.phase_us),
  coveredUs: BigInt(row.covered_us),
  weightedUsThousandths: BigInt(row.weighted_us_thousandths),
  gpuThousandthsUs: BigInt(row.gpu_thousandths_us),
  vcpuMillisUs: BigInt(row.vcpu_millis_us),
  costNanoUsd: BigInt(row.cost_nano_usd),
  burnWeight: 0n,
  billed: row.billed,
});

/** A line as JSON that a recordset is read from. */
export const rowOf = (line: Line): LineRow => ({
  endpoint_id: line.endpointId,
  source_id: line.sourceId,
  sku: line.sku,
  from_us: line.fromUs,
  to_us: line.toUs,
  kind: line.kind,
  replica_id: line.replicaId,
  project_id: line.projectId,
  revision: line.revision,
  simulated: line.simulated,
  period: line.period,
  price_nano_usd_per_hour: String(line.priceNanoUsdPerHour),
  unit_1024ths: String(line.unit1024ths),
  held_us: String(line.heldUs),
  phase_us: PHASES.map((phase) => String(line.phaseUs[phase])),
  covered_us: String(line.coveredUs),
  weighted_us_thousandths: String(line.weightedUsThousandths),
  gpu_thousandths_us: String(line.gpuThousandthsUs),
  vcpu_millis_us: String(line.vcpuMillisUs),
  cost_nano_usd: String(line.costNanoUsd),
  billed: line.billed,
});
