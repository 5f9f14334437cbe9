import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, metricQuestions } from '@tidegate/contracts';
import { Answers, Clock } from '@tidegate/eventing/nest';
import { Expose } from '../exposition/expose.handler.ts';
import { MetricSeriesHandler } from './metric-series.handler.ts';
import { MetricValuesHandler } from './metric-values.handler.ts';

/** What others ask of numbers. */
@Controller()
export class AnswerMetrics {
  constructor(
    private readonly seriesOf: MetricSeriesHandler,
    private readonly valuesOf: MetricValuesHandler,
    private readonly expose: Expose,
    private readonly clock: Clock,
  ) {}

  @Answers(metricQuestions.series)
  series(ask: AskOf<typeof metricQuestions.series>): Promise<AnswerOf<typeof metricQuestions.series>> {
    return this.seriesOf.answer(ask, this.clock.nowUs());
  }

  @Answers(metricQuestions.values)
  values(ask: AskOf<typeof metricQuestions.values>): Promise<AnswerOf<typeof metricQuestions.values>> {
    return this.valuesOf.answer(ask, this.clock.nowUs());
  }

  @Answers(metricQuestions.exposition)
  exposition(
    ask: AskOf<typeof metricQuestions.exposition>,
  ): Promise<AnswerOf<typeof metricQuestions.exposition>> {
    return this.expose.page(ask);
  }
}
