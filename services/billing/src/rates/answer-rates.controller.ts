import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, questions } from '@tidegate/contracts';
import { Answers, Db } from '@tidegate/eventing/nest';
import { RateStore } from './rate.store.ts';
import { ratePageOf, ratePlaceOf } from './rate-page.ts';

@Controller()
export class AnswerRates {
  constructor(
    private readonly db: Db,
    private readonly rates: RateStore,
  ) {}

  @Answers(questions.rates)
  async page({ limit, cursor }: AskOf<typeof questions.rates>): Promise<AnswerOf<typeof questions.rates>> {
    return ratePageOf(await this.rates.page(this.db, ratePlaceOf(cursor), limit + 1), limit);
  }
}
