import type { Invoice } from './invoice.ts';
import type { Source } from './source.ts';

/** A row of `invoice_sources`. Postgres gives numerics as text. */
export type SourceRow = Readonly<{
  period: string;
  kind: Source['kind'];
  source_id: string;
  replica_id: string | null;
  endpoint_id: string;
  sku: string;
  simulated: boolean;
  from_us: number;
  to_us: number;
  price_nano_usd_per_hour: string;
  unit_1024ths: string;
  held_us: string;
  covered_us: string;
  weighted_us_thousandths: string;
  gpu_thousandths_us: string;
  amount_nano_usd: string;
}>;

/** With its place among the sources of its line. */
export type PlacedSource = Source & Readonly<{ place: number }>;

export const sourceIn = (row: SourceRow): Source => ({
  period: row.period,
  kind: row.kind,
  sourceId: row.source_id,
  replicaId: row.replica_id,
  endpointId: row.endpoint_id,
  sku: row.sku,
  simulated: row.simulated,
  fromUs: row.from_us,
  toUs: row.to_us,
  priceNanoUsdPerHour: BigInt(row.price_nano_usd_per_hour),
  unit1024ths: BigInt(row.unit_1024ths),
  heldUs: BigInt(row.held_us),
  coveredUs: BigInt(row.covered_us),
  weightedUsThousandths: BigInt(row.weighted_us_thousandths),
  gpuThousandthsUs: BigInt(row.gpu_thousandths_us),
  amountNanoUsd: BigInt(row.amount_nano_usd),
});

const sourceRow = (source: Source): SourceRow => ({
  period: source.period,
  kind: source.kind,
  source_id: source.sourceId,
  replica_id: source.replicaId,
  endpoint_id: source.endpointId,
  sku: source.sku,
  simulated: source.simulated,
  from_us: source.fromUs,
  to_us: source.toUs,
  price_nano_usd_per_hour: String(source.priceNanoUsdPerHour),
  unit_1024ths: String(source.unit1024ths),
  held_us: String(source.heldUs),
  covered_us: String(source.coveredUs),
  weighted_us_thousandths: String(source.weightedUsThousandths),
  gpu_thousandths_us: String(source.gpuThousandthsUs),
  amount_nano_usd: String(source.amountNanoUsd),
});

/** Every source of an invoice, with its place. */
export const sourceRowsOf = ({ document: { invoiceId, projectId }, lines }: Invoice) =>
  lines.flatMap(({ nth, sources }) =>
    sources.map((source, index) => ({
      invoice_id: invoiceId,
      line: nth,
      place: index + 1,
      project_id: projectId,
      ...sourceRow(source),
    })),
  );
