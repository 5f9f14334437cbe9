import { Injectable } from '@nestjs/common';
import {
  type AskOf,
  type budgetQuestions,
  type BudgetView,
  type Recorded,
  refuse,
} from '@tidegate/contracts';
import { type Cause, causeOf, deriveId, deriveUuid } from '@tidegate/eventing';
import { Db, EventStore, foldStream } from '@tidegate/eventing/nest';
import { type Budget, budget, type BudgetEvent, type ExistingBudget } from './budget.ts';
import { BudgetList } from './budget-list.store.ts';
import { BudgetPresents } from './budget-presents.store.ts';
import { budgetViewOf, type SetBudget } from './budget-view.ts';
import { Budgets } from './budgets.handler.ts';

const MOST_BUDGETS = 100;

type Ask<Name extends keyof typeof budgetQuestions> = AskOf<(typeof budgetQuestions)[Name]>;

/** What a project does with its budgets. What a change brings about, e.g. that spending may go on, is said with it. */
@Injectable()
export class OwnBudgets {
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly budgets: Budgets,
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly list: BudgetList,
    private readonly presents: BudgetPresents,
  ) {}

  async set({ limitNanoUsd, ...wish }: Ask<'setBudget'>): Promise<BudgetView> {
    const budgetId = deriveId('budget', wish.commandId);
    const { projectId } = wish;
    if ((await this.list.count(this.db, projectId)) >= MOST_BUDGETS && (await this.#isNew(budgetId)))
      refuse('budget.too_many', { limit: MOST_BUDGETS });
    const terms = termsOf({ ...wish, limitNanoUsd });
    const command = {
      type: 'SetBudget',
      budgetId,
      projectId,
      endpointId: wish.endpointId,
      ...terms,
    } as const;
    await this.budgets.handle(budgetId, command, causeFor(wish));
    return this.#watched(budgetId, wish);
  }

  async change({ budgetId, ...wish }: Ask<'changeBudget'>): Promise<BudgetView> {
    const { projectId } = wish;
    const { name, limitNanoUsd, thresholdsPercent, isHard } = await this.#find(budgetId, projectId);
    const terms = termsOf({
      name: wish.name ?? name,
      limitNanoUsd: wish.limitNanoUsd ?? String(limitNanoUsd),
      thresholdsPercent: wish.thresholdsPercent ?? [...thresholdsPercent],
      isHard: wish.isHard ?? isHard,
    });
    await this.budgets.handle(
      budgetId,
      { type: 'ChangeBudget', budgetId, projectId, ...terms },
      causeFor(wish),
    );
    return this.#watched(budgetId, wish);
  }

  async remove({ budgetId, projectId, ...wish }: Ask<'removeBudget'>): Promise<void> {
    const command = { type: 'RemoveBudget', budgetId, projectId, atUs: this.presents.nowUs } as const;
    await this.budgets.handle(budgetId, command, causeFor(wish));
  }

  async one({ budgetId, projectId }: Ask<'budget'>): Promise<BudgetView> {
    return this.#view(await this.#find(budgetId, projectId));
  }

  /** One more than the page, where there are so many. */
  async page(projectId: string, before: number | null, limit: number) {
    const listed = await this.list.page(this.db, projectId, before, limit);
    const presents = await this.presents.of(listed);
    return presents.map(({ budget: one, present }) => ({
      place: one.createdPosition,
      view: budgetViewOf(one, present),
    }));
  }

  async #watched(budgetId: string, wish: Why & Readonly<{ projectId: string }>): Promise<BudgetView> {
    const { projectId } = wish;
    const atUs = this.presents.nowUs;
    const [found] = await this.presents.of([await this.#find(budgetId, projectId)], atUs);
    if (!found) return refuse('budget.not_found', { budgetId });
    const { period, spentNanoUsd } = found.present;
    const command = { type: 'WatchSpending', budgetId, projectId, period, spentNanoUsd, atUs } as const;
    await this.budgets.handle(budgetId, command, causeFor(wish, 'watched'));
    return budgetViewOf(await this.#find(budgetId, projectId), found.present);
  }

  async #view(one: SetBudget): Promise<BudgetView> {
    const [found] = await this.presents.of([one]);
    return found ? budgetViewOf(one, found.present) : refuse('budget.not_found', { budgetId: one.budgetId });
  }

  /** As the log has it: the list may lag behind a change that was just made. */
  async #find(budgetId: string, projectId: string): Promise<SetBudget> {
    const { state } = await foldStream<BudgetEvent, Past>(this.store, budgetId, PAST);
    const { now, createdAt, updatedAt } = state;
    return createdAt && updatedAt && isOf(now, projectId)
      ? { ...now, createdAt, updatedAt }
      : refuse('budget.not_found', { budgetId });
  }

  async #isNew(budgetId: string): Promise<boolean> {
    return (await this.store.read(budgetId, 0, 1)).version === 0;
  }
}

type Past = Readonly<{ now: Budget; createdAt: Date | null; updatedAt: Date | null }>;
const PAST = {
  initial: { now: budget.initial, createdAt: null, updatedAt: null },
  evolve: ({ now, createdAt, updatedAt }: Past, event: Recorded<BudgetEvent>): Past => {
    const setAt = event.type === 'BudgetSet' ? event.occurredAt : null;
    return { now: budget.evolve(now, event), createdAt: createdAt ?? setAt, updatedAt: setAt ?? updatedAt };
  },
};

const isOf = (state: Budget, projectId: string): state is ExistingBudget =>
  state.status === 'set' && state.projectId === projectId;

type Given = Readonly<{ name: string; limitNanoUsd: string; thresholdsPercent: number[]; isHard: boolean }>;
const termsOf = ({ name, limitNanoUsd, thresholdsPercent, isHard }: Given) => ({
  name,
  limitNanoUsd: BigInt(limitNanoUsd),
  thresholdsPercent: [...new Set(thresholdsPercent)].sort((a, b) => a - b),
  isHard,
});

type Why = Readonly<{ commandId: string; actor: string; requestId: string | null }>;
const causeFor = ({ commandId, actor, requestId }: Why, salt?: string): Cause =>
  causeOf({
    commandId: salt === undefined ? commandId : deriveUuid(commandId, salt),
    actor,
    ...(requestId !== null && { requestId }),
  });
