import {
  type Holding,
  isHolding,
  type ReplicaStarted,
  type ReplicaStopped,
  type Traces,
  withEvent,
} from '../metering/holding.ts';
import { type Line, linesOf } from './line.ts';
import { type Rate, RateCard, rateOf, type RatePublished } from '../rates/rate-card.ts';

export type BillingFact = ReplicaStarted | ReplicaStopped | RatePublished;

/** What is due, over billed lines only. Exact: a thousandth of a GPU, of a vCPU, for a microsecond; a billionth of a dollar. */
export type Totals = Readonly<{ gpuThousandthsUs: bigint; vcpuMillisUs: bigint; costNanoUsd: bigint }>;

export const NOTHING_DUE: Totals = { gpuThousandthsUs: 0n, vcpuMillisUs: 0n, costNanoUsd: 0n };

export const plus = (a: Totals, b: Totals): Totals => ({
  gpuThousandthsUs: a.gpuThousandthsUs + b.gpuThousandthsUs,
  vcpuMillisUs: a.vcpuMillisUs + b.vcpuMillisUs,
  costNanoUsd: a.costNanoUsd + b.costNanoUsd,
});

export const totalsOf = (lines: Iterable<Line>): Totals => {
  let totals = NOTHING_DUE;
  for (const line of lines) if (line.billed) totals = plus(totals, line);
  return totals;
};

/** What an hour costs as things stand: the price of every line that still grows. */
export const burnRateOf = (lines: Iterable<Line>): bigint => {
  let nanoUsdPerHour = 0n;
  for (const { open, priceNanoUsdPerHour } of lines) if (open) nanoUsdPerHour += priceNanoUsdPerHour;
  return nanoUsdPerHour;
};

/**
 * The set of facts that a bill is a function of. Facts may come in any order and any number of times; the difference of two
 * bills of growing sets is what a ledger has to post.
 */
export class Facts {
  private readonly replicas = new Map<string, Traces>();
  private readonly rates = new Map<string, Rate>();

  add(fact: BillingFact): void {
    if (fact.type === 'RatePublished') this.rates.set(fact.id, rateOf(fact));
    else this.replicas.set(fact.data.replicaId, withEvent(this.replicas.get(fact.data.replicaId), fact));
  }

  holdings(): Holding[] {
    return [...this.replicas.values()].filter(isHolding);
  }

  /** Every line up to a moment, by replica and time. */
  *bill(nowUs: number): Generator<Line> {
    const card = new RateCard(this.rates.values());
    const inOrder = this.holdings().sort((a, b) => (a.replicaId < b.replicaId ? -1 : 1));
    for (const holding of inOrder) yield* linesOf(holding, card, nowUs);
  }
}
