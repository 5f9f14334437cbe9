import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { NodeViewStore } from './node-view.store.ts';

@Controller()
export class AnswerNodes {
  constructor(private readonly views: NodeViewStore) {}

  @Answers(questions.nodes)
  async nodes(ask: AskOf<typeof questions.nodes>): Promise<AnswerOf<typeof questions.nodes>> {
    return this.views.page(ask);
  }
}
