import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { Explanations } from './learned-states.ts';

type Explain = typeof questions.explainScaling;

@Controller()
export class ExplainScaling {
  constructor(private readonly explanations: Explanations) {}

  @Answers(questions.explainScaling)
  explain({ endpointId }: AskOf<Explain>): Promise<AnswerOf<Explain>> {
    return Promise.resolve({ scaling: this.explanations.of(endpointId) });
  }
}
