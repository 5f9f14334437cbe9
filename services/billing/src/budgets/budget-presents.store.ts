import { Inject, Injectable } from '@nestjs/common';
import { Db, type Queries } from '@tidegate/eventing/nest';
import { CloseTimes } from '../closes/close-hours.loop.ts';
import { inOneState } from '../ledger/one-state.store.ts';
import { burnRateOf } from '../rating/bill.ts';
import { Usage } from '../usage/usage.store.ts';
import { BudgetList } from './budget-list.store.ts';
import type { Present } from './budget-view.ts';
import type { FixedDelays } from './overshoot.ts';
import { Spent } from './spent.ts';

type Whose = Readonly<{ projectId: string; endpointId: string | null }>;
export const FIXED_DELAYS = Symbol('how long looks, ticks and leases take');

/** What budgets of one project are held against now. */
@Injectable()
export class BudgetPresents {
  @Inject(FIXED_DELAYS) private readonly delays!: FixedDelays;

  constructor(
    private readonly db: Db,
    private readonly usage: Usage,
    private readonly list: BudgetList,
    private readonly times: CloseTimes,
  ) {}

  get nowUs(): number {
    return this.times.clock.nowUs();
  }

  /** In the order of the budgets, which all are of one project. */
  of<Budget extends Whose>(
    budgets: readonly Budget[],
    atUs = this.nowUs,
  ): Promise<{ budget: Budget; present: Present }[]> {
    return inOneState(this.db, (tx) => this.in(tx, budgets, atUs));
  }

  async in<Budget extends Whose>(
    tx: Queries,
    budgets: readonly Budget[],
    atUs: number,
  ): Promise<{ budget: Budget; present: Present }[]> {
    const [first] = budgets;
    if (!first) return [];
    const scope = { projectId: first.projectId, endpointId: null };
    const { period } = this.times.calendar.monthAt(atUs);
    const spent = new Spent(await this.usage.dueByNow(tx, atUs, scope), period);
    const lines = await this.usage.openLines(tx, scope, atUs);
    const presents: { budget: Budget; present: Present }[] = [];
    for (const budget of budgets) {
      const own = lines.filter(({ endpointId }) => (budget.endpointId ?? endpointId) === endpointId);
      const delays = { ...this.delays, drainSeconds: await this.list.drainSeconds(tx, budget) };
      const burnNanoUsdPerHour = burnRateOf(own);
      presents.push({
        budget,
        present: { period, spentNanoUsd: spent.of(budget), burnNanoUsdPerHour, delays },
      });
    }
    return presents;
  }
}
