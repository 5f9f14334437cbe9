import type { Line } from '../rating/line.ts';

/** What of a usage line an invoice holds: the line, or what has become more or less of it since an earlier invoice. */
export type Source = Readonly<
  Pick<
    Line,
    | 'kind'
    | 'sourceId'
    | 'replicaId'
    | 'endpointId'
    | 'sku'
    | 'simulated'
    | 'period'
    | 'fromUs'
    | 'toUs'
    | 'priceNanoUsdPerHour'
    | 'unit1024ths'
  > &
    Quantities
>;

/** Less than 0 where a correction takes something back. */
export type Quantities = Readonly<
  Pick<Line, 'heldUs' | 'coveredUs' | 'weightedUsThousandths' | 'gpuThousandthsUs'> & {
    amountNanoUsd: bigint;
  }
>;

export const NOTHING: Quantities = {
  heldUs: 0n,
  coveredUs: 0n,
  weightedUsThousandths: 0n,
  gpuThousandthsUs: 0n,
  amountNanoUsd: 0n,
};

export const plus = (a: Quantities, b: Quantities): Quantities => ({
  heldUs: a.heldUs + b.heldUs,
  coveredUs: a.coveredUs + b.coveredUs,
  weightedUsThousandths: a.weightedUsThousandths + b.weightedUsThousandths,
  gpuThousandthsUs: a.gpuThousandthsUs + b.gpuThousandthsUs,
  amountNanoUsd: a.amountNanoUsd + b.amountNanoUsd,
});

const minus = (a: Quantities): Quantities => ({
  heldUs: -a.heldUs,
  coveredUs: -a.coveredUs,
  weightedUsThousandths: -a.weightedUsThousandths,
  gpuThousandthsUs: -a.gpuThousandthsUs,
  amountNanoUsd: -a.amountNanoUsd,
});

const isNothing = ({
  heldUs,
  coveredUs,
  weightedUsThousandths,
  gpuThousandthsUs,
  amountNanoUsd,
}: Quantities) =>
  [heldUs, coveredUs, weightedUsThousandths, gpuThousandthsUs, amountNanoUsd].every((value) => value === 0n);

const sourceOf = (line: Line): Source => ({
  kind: line.kind,
  sourceId: line.sourceId,
  replicaId: line.replicaId,
  endpointId: line.endpointId,
  sku: line.sku,
  simulated: line.simulated,
  period: line.period,
  fromUs: line.fromUs,
  toUs: line.toUs,
  priceNanoUsdPerHour: line.priceNanoUsdPerHour,
  unit1024ths: line.unit1024ths,
  heldUs: line.heldUs,
  coveredUs: line.coveredUs,
  weightedUsThousandths: line.weightedUsThousandths,
  gpuThousandthsUs: line.gpuThousandthsUs,
  amountNanoUsd: line.costNanoUsd,
});

/** What makes two of them the same thing, billed anew. */
const keyOf = (source: Source): string =>
  JSON.stringify([
    source.period,
    source.kind,
    source.endpointId,
    source.sourceId,
    source.sku,
    source.simulated,
    source.fromUs,
    String(source.priceNanoUsdPerHour),
    String(source.unit1024ths),
  ]);

/** What billed lines come to by now, less what earlier invoices hold of them. In one order. */
export const newSourcesOf = (lines: Iterable<Line>, invoiced: Iterable<Source>): Source[] => {
  const byKey = new Map<string, Source>();
  const add = (source: Source): void => {
    const key = keyOf(source);
    const known = byKey.get(key);
    byKey.set(key, known ? { ...source, ...plus(known, source) } : source);
  };
  for (const source of invoiced) add({ ...source, ...minus(source) });
  for (const line of lines) if (line.billed) add(sourceOf(line));
  return [...byKey]
    .filter(([, source]) => !isNothing(source))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, source]) => source);
};

/** One spelling for one source. */
export const textOf = (source: Source): string =>
  JSON.stringify([
    ...(JSON.parse(keyOf(source)) as unknown[]),
    source.replicaId,
    source.toUs,
    String(source.heldUs),
    String(source.coveredUs),
    String(source.weightedUsThousandths),
    String(source.gpuThousandthsUs),
    String(source.amountNanoUsd),
  ]);
