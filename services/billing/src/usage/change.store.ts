import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { planOf, type PlanPublished } from '../plans/plan-card.ts';
import { PlanStore } from '../plans/plan.store.ts';
import { STORAGE_GIB } from '../rating/line.ts';
import { rateOf, type RatePublished } from '../rates/rate-card.ts';
import { RateStore } from '../rates/rate.store.ts';
import { Settling } from './settling.store.ts';

/** Takes a new rate or plan, and has rated again what it reaches back to. Used inside the consumer's transaction only. */
@Injectable()
export class ChangeStore {
  constructor(
    private readonly rates: RateStore,
    private readonly plans: PlanStore,
    private readonly settling: Settling,
  ) {}

  async take(tx: Queries, fact: RatePublished | PlanPublished): Promise<void> {
    if (fact.type === 'RatePublished') {
      const rate = rateOf(fact);
      await this.rates.add(tx, rate);
      // A disk is an add-on to any flavour.
      const sku = rate.sku === STORAGE_GIB ? null : rate.sku;
      await this.settling.again(tx, { sku, projectId: null, atUs: rate.fromUs });
    } else {
      const plan = planOf(fact);
      await this.plans.add(tx, plan);
      await this.settling.again(tx, { sku: null, projectId: plan.projectId, atUs: plan.fromUs });
    }
  }
}
