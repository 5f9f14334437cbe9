import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers, Clock } from '@tidegate/eventing/nest';
import { CostStore } from './cost.store.ts';
import { costViewOf } from './cost-view.ts';

@Controller()
export class AnswerCost {
  constructor(
    private readonly costs: CostStore,
    private readonly clock: Clock,
  ) {}

  @Answers(questions.cost)
  async cost(ask: AskOf<typeof questions.cost>): Promise<AnswerOf<typeof questions.cost>> {
    return costViewOf(await this.costs.cost(ask, this.clock.nowUs()));
  }
}
