import { ENDPOINT_FACTS, type EndpointFact } from '../metering/endpoint-traces.ts';
import { REPLICA_FACTS, type ReplicaFact } from '../metering/holding.ts';
import type { Calendar } from '../periods/calendar.ts';
import { PlanCard, planOf, type PlanPublished, type PublishedPlan } from '../plans/plan-card.ts';
import { type Rate, RateCard, rateOf, type RatePublished } from '../rates/rate-card.ts';
import { type Due, Dues } from '../usage/due.ts';
import type { Card } from './card.ts';
import { EndpointFacts } from './endpoint-facts.ts';
import { type Line, lineComesBefore } from './line.ts';

/** Everything that a bill is a function of. */
export const FACTS = [...REPLICA_FACTS, ...ENDPOINT_FACTS, 'RatePublished', 'PlanPublished'] as const;
export type BillingFact = ReplicaFact | EndpointFact | RatePublished | PlanPublished;

const OF_REPLICAS: ReadonlySet<string> = new Set(REPLICA_FACTS);
export const isReplicaFact = (fact: BillingFact): fact is ReplicaFact => OF_REPLICAS.has(fact.type);

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

/** What an hour costs as things stand: what each line that still grows costs now. */
export const burnRateOf = (lines: Iterable<Line>): bigint => {
  let burn = 0n;
  for (const { priceNanoUsdPerHour, unit1024ths, burnWeight } of lines)
    burn += priceNanoUsdPerHour * unit1024ths * burnWeight;
  return burn / (1024n * 1000n);
};

/**
 * The set of facts that a bill is a function of. Facts may come in any order and any number of times; the difference of two
 * bills of growing sets is what a ledger has to post. What has ended is rated once, until something new is said of it.
 */
export class Facts {
  readonly #endpoints = new Map<string, EndpointFacts>();
  readonly #changed = new Set<EndpointFacts>();
  readonly #rates = new Map<string, Rate>();
  readonly #plans = new Map<string, PublishedPlan>();
  readonly #settled = new Dues();
  readonly #calendar: Calendar;
  #card: Card | undefined;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  add(fact: BillingFact): void {
    if (fact.type === 'RatePublished') {
      this.#rates.set(fact.id, rateOf(fact));
      this.#card = undefined;
    } else if (fact.type === 'PlanPublished') {
      this.#plans.set(fact.id, planOf(fact));
      this.#card = undefined;
    } else {
      const endpoint = this.#endpoint(fact.data);
      if (isReplicaFact(fact)) endpoint.addOfReplica(fact);
      else endpoint.add(fact);
      this.#changed.add(endpoint);
    }
  }

  /** Every line up to a moment, by endpoint. */
  *bill(nowUs: number): Generator<Line> {
    const card = this.#settle();
    for (const endpoint of this.#endpoints.values()) {
      yield* endpoint.settledLines();
      yield* endpoint.growingLines(card, nowUs);
    }
  }

  /** What is due by now: for all that has ended, and for what has not up to a moment. Without what is nothing. */
  due(upToUs: number): Due[] {
    const card = this.#settle();
    const dues = new Dues();
    for (const due of this.#settled.all()) dues.add(due);
    for (const endpoint of this.#endpoints.values()) dues.addLines(endpoint.growingLines(card, upToUs));
    return dues.all();
  }

  /** A project's lines of one month, those of what has not ended up to a moment; by endpoint, source, sku and beginning. */
  closedLines({
    projectId,
    period,
    upToUs,
  }: Readonly<{ projectId: string; period: string; upToUs: number }>): Line[] {
    const card = this.#settle();
    const lines: Line[] = [];
    for (const endpoint of this.#endpoints.values())
      if (endpoint.projectId === projectId)
        lines.push(...endpoint.settledLines(), ...endpoint.growingLines(card, upToUs));
    return lines.filter((line) => line.period === period).sort((a, b) => (lineComesBefore(a, b) ? -1 : 1));
  }

  #settle(): Card {
    if (!this.#card) for (const endpoint of this.#endpoints.values()) this.#changed.add(endpoint.forget());
    this.#card ??= {
      rates: new RateCard(this.#rates.values()),
      plans: new PlanCard(this.#plans.values()),
      calendar: this.#calendar,
    };
    for (const endpoint of this.#changed) endpoint.settle(this.#card, this.#settled);
    this.#changed.clear();
    return this.#card;
  }

  #endpoint({ endpointId, projectId }: Readonly<{ endpointId: string; projectId: string }>): EndpointFacts {
    const known = this.#endpoints.get(endpointId);
    if (known) return known;
    const endpoint = new EndpointFacts(endpointId, projectId);
    this.#endpoints.set(endpointId, endpoint);
    return endpoint;
  }
}
