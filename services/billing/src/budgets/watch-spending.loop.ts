import { Inject, Injectable } from '@nestjs/common';
import { type Cause, causeOf, deriveUuid } from '@tidegate/eventing';
import { Db, type Queries, isConnectionError } from '@tidegate/eventing/nest';
import { CloseTimes } from '../closes/close-hours.loop.ts';
import { Repeated } from '../closes/repeated.loop.ts';
import { inOneState } from '../ledger/one-state.store.ts';
import { type Look, watched } from './budget.ts';
import { BudgetList } from './budget-list.store.ts';
import type { ListedBudget } from './budget-row.ts';
import { Budgets, PrepaidProjects } from './budgets.handler.ts';
import { CreditLooks } from './credit-looks.store.ts';
import { type CreditLook, prepaid } from './prepaid.ts';
import { SpentStore } from './spent.store.ts';

export const LOOK_SECONDS = Symbol('seconds between two looks at what is due');

const PAGE = 500;

type Due = Readonly<{ budget: ListedBudget; look: Look }>;

/**
 * Holds what is due against each budget and each credit, and says what has to be said. Several billing services may look at once: what
 * is said stands on the version of the stream that it was decided on, under the name of that step.
 */
@Injectable()
export class WatchSpending extends Repeated {
  @Inject(BudgetList) private readonly list!: BudgetList;
  @Inject(SpentStore) private readonly spent!: SpentStore;
  @Inject(CreditLooks) private readonly credits!: CreditLooks;
  @Inject(Budgets) private readonly budgets!: Budgets;
  @Inject(PrepaidProjects) private readonly projects!: PrepaidProjects;
  /** What has been told of already. */
  readonly #failing = new Set<string>();

  constructor(
    private readonly db: Db,
    private readonly times: CloseTimes,
    @Inject(LOOK_SECONDS) lookSeconds: number,
  ) {
    super(lookSeconds * 1000);
  }

  protected async turn(): Promise<void> {
    const atUs = this.times.clock.nowUs();
    const { period } = this.times.calendar.monthAt(atUs);
    const found = await inOneState(this.db, async (tx) => ({
      dues: await this.#dues(tx, period, atUs),
      credits: await this.credits.due(tx, period, atUs),
    }));
    for (const { budget, look } of found.dues) {
      const { budgetId, projectId, version } = budget;
      const command = { type: 'WatchSpending', budgetId, projectId, ...look } as const;
      await this.#each(budgetId, () =>
        this.budgets.handle(budgetId, command, causeFor('budget', budgetId, version)),
      );
    }
    for (const look of found.credits) await this.#each(look.projectId, () => this.#say(look));
  }

  /** Whatever is wrong with one, the others are held against their limits. It is tried again at the next look. */
  async #each(id: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.#failing.delete(id);
    } catch (error) {
      // That is wrong with all of them.
      if (isConnectionError(error)) throw error;
      if (this.#failing.has(id)) return;
      this.#failing.add(id);
      const text = String(error);
      this.log.error({ event: 'spending.not_watched', id, error: text }, `cannot watch ${id}: ${text}`);
    }
  }

  /** Budgets of which there is something to say. */
  async #dues(tx: Queries, period: string, atUs: number): Promise<Due[]> {
    const budgets: ListedBudget[] = [];
    for (let afterId = ''; ;) {
      const page = await this.list.all(tx, afterId, PAGE);
      budgets.push(...page);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      afterId = last.budgetId;
    }
    const spent = await this.spent.inMonth(tx, new Set(budgets.map(({ projectId }) => projectId)), {
      period,
      atUs,
    });
    return budgets
      .map((budget) => ({ budget, look: { period, atUs, spentNanoUsd: spent.of(budget) } }))
      .filter(({ budget, look }) => watched(budget, look).length > 0);
  }

  async #say(look: CreditLook): Promise<void> {
    const { projectId } = look;
    const { state, version } = await this.projects.load(projectId);
    const command = { type: 'WatchCredit', ...look } as const;
    if (prepaid.decide(state, command).length > 0)
      await this.projects.handle(projectId, command, causeFor('prepaid', projectId, version));
  }
}

const causeFor = (kind: string, id: string, version: number): Cause =>
  causeOf({ commandId: deriveUuid('watch-spending', kind, id, version + 1), actor: 'service:billing' });
