import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { ReplicaViewStore } from './replica-view.store.ts';

@Controller()
export class AnswerReplicas {
  constructor(private readonly views: ReplicaViewStore) {}

  @Answers(questions.replicas)
  async replicas(ask: AskOf<typeof questions.replicas>): Promise<AnswerOf<typeof questions.replicas>> {
    return this.views.page(ask);
  }
}
