import type { Line } from './line.ts';

/** A row of `usage_lines`. Postgres gives numerics as text. */
export type LineRow = Readonly<{
  replica_id: string;
  from_us: number;
  to_us: number;
  endpoint_id: string;
  project_id: string;
  revision: number;
  hardware_id: string;
  simulated: boolean;
  price_nano_usd_per_hour: string;
  held_us: string;
  gpu_thousandths_us: string;
  vcpu_millis_us: string;
  cost_nano_usd: string;
  billed: boolean;
}>;

export const lineIn = (row: LineRow): Line => ({
  replicaId: row.replica_id,
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  revision: row.revision,
  hardwareId: row.hardware_id,
  simulated: row.simulated,
  fromUs: row.from_us,
  toUs: row.to_us,
  open: false,
  priceNanoUsdPerHour: BigInt(row.price_nano_usd_per_hour),
  heldUs: BigInt(row.held_us),
  gpuThousandthsUs: BigInt(row.gpu_thousandths_us),
  vcpuMillisUs: BigInt(row.vcpu_millis_us),
  costNanoUsd: BigInt(row.cost_nano_usd),
  billed: row.billed,
});
