import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers } from '@tidegate/eventing/nest';
import { LineReader } from './line-reader.store.ts';

@Controller()
export class Tail {
  constructor(private readonly reader: LineReader) {}

  @Answers(questions.logTail)
  tail(ask: AskOf<typeof questions.logTail>): Promise<AnswerOf<typeof questions.logTail>> {
    return this.reader.read(ask);
  }
}
