import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, reportQuestions } from '@tidegate/contracts';
import { Answers, Clock } from '@tidegate/eventing/nest';
import { Exports } from '../exports/exports.handler.ts';
import { Burns } from './burns.handler.ts';
import { UsageReports } from './usage-reports.handler.ts';

@Controller()
export class AnswerReports {
  constructor(
    private readonly reports: UsageReports,
    private readonly burns: Burns,
    private readonly exports: Exports,
    private readonly clock: Clock,
  ) {}

  @Answers(reportQuestions.usage)
  usage(ask: AskOf<typeof reportQuestions.usage>): Promise<AnswerOf<typeof reportQuestions.usage>> {
    return this.reports.report(ask, this.clock.nowUs());
  }

  @Answers(reportQuestions.burn)
  burn(ask: AskOf<typeof reportQuestions.burn>): Promise<AnswerOf<typeof reportQuestions.burn>> {
    return this.burns.burn(ask, this.clock.nowUs());
  }

  @Answers(reportQuestions.export)
  export(ask: AskOf<typeof reportQuestions.export>): Promise<AnswerOf<typeof reportQuestions.export>> {
    return this.exports.next(ask, this.clock.nowUs());
  }
}
