import { Injectable } from '@nestjs/common';
import type { Queries } from '@tidegate/eventing/nest';
import { CreditStore } from '../credits/credit.store.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { PlanCard } from '../plans/plan-card.ts';
import { PlanStore } from '../plans/plan.store.ts';
import { BudgetList } from './budget-list.store.ts';
import { creditLooks } from './credit-looks.ts';
import type { CreditLook } from './prepaid.ts';
import { SpentStore } from './spent.store.ts';

/** What projects that must pay beforehand, or that are stopped for want of credit, may still use. */
@Injectable()
export class CreditLooks {
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly list: BudgetList,
    private readonly plans: PlanStore,
    private readonly credits: CreditStore,
    private readonly ledger: LedgerStore,
    private readonly spent: SpentStore,
  ) {}

  /** Those that are stopped and may go on, or the other way round. */
  async due(tx: Queries, period: string, atUs: number): Promise<CreditLook[]> {
    const stopped = new Set(await this.list.withoutCredit(tx));
    const plans = await this.plans.of(tx, await this.list.withPlans(tx));
    if (stopped.size === 0 && !plans.some(({ plan }) => plan.mustPrepay)) return [];
    const left = await this.credits.left(tx, atUs, null);
    // A project that has used nothing has used up nothing.
    const dues = await this.spent.everybodys(tx, atUs);
    const posted = await this.ledger.posted(tx);
    return creditLooks({ plans: new PlanCard(plans), stopped, left, dues, posted }, { period, atUs });
  }
}
