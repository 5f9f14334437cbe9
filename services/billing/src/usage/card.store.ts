import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import type { Endpoint } from '../metering/endpoint.ts';
import type { Holding } from '../metering/holding.ts';
import { Calendar } from '../periods/calendar.ts';
import { PlanCard } from '../plans/plan-card.ts';
import { PlanStore } from '../plans/plan.store.ts';
import type { Card } from '../rating/card.ts';
import { CUSTOM_DOMAIN, STORAGE_GIB } from '../rating/line.ts';
import { RateCard } from '../rates/rate-card.ts';
import { RateStore } from '../rates/rate.store.ts';

/** Prices and plans as they stand. Used inside the caller's transaction only. */
@Injectable()
export class CardStore {
  constructor(
    private readonly rates: RateStore,
    private readonly plans: PlanStore,
    private readonly calendar: Calendar,
  ) {}

  /** For these flavours, all add-ons, and these projects. */
  async card(tx: Queries, skus: Iterable<string>, projectIds: Iterable<string>): Promise<Card> {
    return {
      rates: new RateCard(await this.rates.of(tx, [...new Set([...skus, CUSTOM_DOMAIN, STORAGE_GIB])])),
      plans: new PlanCard(await this.plans.of(tx, [...new Set(projectIds)])),
      calendar: this.calendar,
    };
  }

  cardFor(tx: Queries, endpoints: readonly Endpoint[], holdings: readonly Holding[]): Promise<Card> {
    const committed = endpoints.flatMap(({ commitments }) => commitments.map(({ sku }) => sku));
    return this.card(
      tx,
      [...committed, ...holdings.map(({ hardware }) => hardware.sku)],
      [...endpoints, ...holdings].map(({ projectId }) => projectId),
    );
  }
}
