import type { InvoiceLineView, InvoiceProof } from '@tidegate/contracts';
import type { PlacedSource } from './source-row.ts';

/** An event that a source may follow from. */
export type Fact = Readonly<{
  eventId: string;
  position: number;
  type: string;
  occurredAt: string;
  /** Null: it says something of more than one replica. */
  replicaId: string | null;
  /** From when on it counts, of what has such a moment. */
  sinceUs: number | null;
}>;

type Item = InvoiceProof['items'][number];

/**
 * What each source of a line follows from: its replica’s events; of what is said of the endpoint, or of a price, from a moment on,
 * what was said within its time and the last before it.
 */
export const proofOf = (
  given: Readonly<{ invoiceId: string; line: InvoiceLineView; nextCursor: string | null }>,
  sources: readonly PlacedSource[],
  facts: readonly Fact[],
): InvoiceProof => ({
  invoiceId: given.invoiceId,
  line: given.line,
  items: sources.map((source) => itemOf(source, factsOf(source, facts))),
  nextCursor: given.nextCursor,
});

const factsOf = (source: PlacedSource, facts: readonly Fact[]): Fact[] => {
  const own = facts.filter(({ replicaId, sinceUs }) =>
    replicaId === null ? sinceUs === null && source.replicaId === null : replicaId === source.replicaId,
  );
  const dated = facts.filter(({ replicaId, sinceUs }) => replicaId === null && sinceUs !== null);
  const kinds = Map.groupBy(dated, ({ type }) => (type === 'RatePublished' ? 'rate' : 'load'));
  const within = [...kinds.values()].flatMap((group) => inForce(group, source));
  return [...own, ...within].sort((a, b) => a.position - b.position);
};

const inForce = (facts: readonly Fact[], { fromUs, toUs }: PlacedSource): Fact[] => {
  const byTime = facts.toSorted((a, b) => (a.sinceUs ?? 0) - (b.sinceUs ?? 0) || a.position - b.position);
  const before = byTime.findLast(({ sinceUs }) => (sinceUs ?? 0) <= fromUs);
  return byTime.filter(
    (fact) => fact === before || ((fact.sinceUs ?? 0) > fromUs && (fact.sinceUs ?? 0) < toUs),
  );
};

const itemOf = (source: PlacedSource, facts: readonly Fact[]): Item => ({
  sourceId: source.sourceId,
  replicaId: source.replicaId,
  fromUs: source.fromUs,
  toUs: source.toUs,
  heldUs: String(source.heldUs),
  coveredUs: String(source.coveredUs),
  weightedUsThousandths: String(source.weightedUsThousandths),
  unit1024ths: String(source.unit1024ths),
  priceNanoUsdPerHour: String(source.priceNanoUsdPerHour),
  amountNanoUsd: String(source.amountNanoUsd),
  events: facts.map(({ type, eventId, position, occurredAt }) => ({ type, eventId, position, occurredAt })),
});
