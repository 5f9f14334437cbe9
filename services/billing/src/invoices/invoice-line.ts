import type { Sha256 } from '../ledger/transaction.ts';
import { NOTHING, plus, type Quantities, type Source, textOf } from './source.ts';

/** What an endpoint used of one thing at one price in one month. */
export type InvoiceLine = Readonly<
  Pick<Source, 'period' | 'kind' | 'endpointId' | 'sku' | 'simulated' | 'priceNanoUsdPerHour'> &
    Quantities & {
      nth: number;
      /** A month before the invoice’s own: what has become more or less of it since. */
      isCorrection: boolean;
      /** The first beginning and the last end of its sources. */
      fromUs: number;
      toUs: number;
      /** Time × weight × how much of it, in thousandths of a microsecond times 1024ths: × price ÷ an hour is the amount. */
      units: bigint;
      sources: readonly Source[];
      /** Over its sources, in their order. */
      sourcesSha256: string;
    }
>;

const groupOf = (source: Source): string =>
  JSON.stringify([
    source.period,
    source.kind,
    source.endpointId,
    source.sku,
    source.simulated,
    String(source.priceNanoUsdPerHour).padStart(30, '0'),
  ]);

/** The month itself first, then corrections, oldest month first. */
export const invoiceLinesOf = (sources: Iterable<Source>, period: string, sha256: Sha256): InvoiceLine[] => {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const known = groups.get(groupOf(source));
    if (known) known.push(source);
    else groups.set(groupOf(source), [source]);
  }
  const isCorrection = (group: readonly Source[]): number => (group[0]?.period === period ? 0 : 1);
  return [...groups]
    .sort(([keyA, a], [keyB, b]) => isCorrection(a) - isCorrection(b) || (keyA < keyB ? -1 : 1))
    .flatMap(([, group], index) => lineOf(group, { nth: index + 1, period, sha256 }));
};

const lineOf = (
  sources: readonly Source[],
  { nth, period, sha256 }: Readonly<{ nth: number; period: string; sha256: Sha256 }>,
): InvoiceLine[] => {
  const [first] = sources;
  if (!first) return [];
  return [
    {
      nth,
      isCorrection: first.period !== period,
      period: first.period,
      kind: first.kind,
      endpointId: first.endpointId,
      sku: first.sku,
      simulated: first.simulated,
      priceNanoUsdPerHour: first.priceNanoUsdPerHour,
      fromUs: sources.reduce((least, { fromUs }) => Math.min(least, fromUs), first.fromUs),
      toUs: sources.reduce((most, { toUs }) => Math.max(most, toUs), first.toUs),
      units: sources.reduce(
        (sum, { weightedUsThousandths, unit1024ths }) => sum + weightedUsThousandths * unit1024ths,
        0n,
      ),
      ...sources.reduce<Quantities>(plus, NOTHING),
      sources,
      sourcesSha256: sha256(sources.map(textOf).join('\n')),
    },
  ];
};
