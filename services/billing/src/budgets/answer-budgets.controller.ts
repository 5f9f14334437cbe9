import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, budgetQuestions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { numberIn, pageOf } from '../ledger/cursor.ts';
import { OwnBudgets } from './own-budgets.handler.ts';

const { setBudget, changeBudget, removeBudget, budget, budgets } = budgetQuestions;

@Controller()
export class AnswerBudgets {
  constructor(private readonly own: OwnBudgets) {}

  @Answers(setBudget)
  set(ask: AskOf<typeof setBudget>): Promise<AnswerOf<typeof setBudget>> {
    return this.own.set(ask);
  }

  @Answers(changeBudget)
  change(ask: AskOf<typeof changeBudget>): Promise<AnswerOf<typeof changeBudget>> {
    return this.own.change(ask);
  }

  @Answers(removeBudget)
  async remove(ask: AskOf<typeof removeBudget>): Promise<AnswerOf<typeof removeBudget>> {
    await this.own.remove(ask);
    return {};
  }

  @Answers(budget)
  one(ask: AskOf<typeof budget>): Promise<AnswerOf<typeof budget>> {
    return this.own.one(ask);
  }

  @Answers(budgets)
  async page({ projectId, limit, cursor }: AskOf<typeof budgets>): Promise<AnswerOf<typeof budgets>> {
    const rows = await this.own.page(projectId, numberIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: ({ place }) => place, item: ({ view }) => view });
  }
}
