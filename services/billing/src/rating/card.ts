import { type Plan, USUAL_PLAN } from '@tidegate/contracts';
import type { Span } from '../metering/span.ts';
import type { Calendar } from '../periods/calendar.ts';
import type { PlanCard } from '../plans/plan-card.ts';
import type { RateCard } from '../rates/rate-card.ts';

/** What turns quantities into amounts: prices, plans and months. */
export type Card = Readonly<{ rates: RateCard; plans: PlanCard; calendar: Calendar }>;

/** A time with one price, one plan and one month: what becomes one line. */
export type Slice = Span & Readonly<{ priceNanoUsdPerHour: bigint; plan: Plan; period: string }>;

/**
 * A time cut wherever its price, its plan or the month changes, and nowhere else. Time before the first rate is free. A time
 * of no length is one slice of none.
 */
export const slicesOf = (
  { rates, plans, calendar }: Card,
  { sku, projectId }: Readonly<{ sku: string; projectId: string }>,
  { fromUs, toUs }: Span,
): Slice[] => {
  const prices = rates.of(sku);
  const planned = plans.of(projectId);
  const changes = [...prices, ...planned].map((change) => change.fromUs);
  const within = changes.filter((us) => us > fromUs && us < toUs);
  const cuts = new Set([fromUs, ...within, ...calendar.beginnings(fromUs, toUs)]);
  const begins = [...cuts].sort((a, b) => a - b);
  return begins.map((beginUs, nth) => ({
    fromUs: beginUs,
    toUs: begins[nth + 1] ?? toUs,
    priceNanoUsdPerHour: prices.findLast((rate) => rate.fromUs <= beginUs)?.priceNanoUsdPerHour ?? 0n,
    plan: planned.findLast((each) => each.fromUs <= beginUs)?.plan ?? USUAL_PLAN,
    period: calendar.monthAt(beginUs).period,
  }));
};
