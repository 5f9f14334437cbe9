import { Controller } from '@nestjs/common';
import { type AnswerOf, type AskOf, type EventNamed, questions } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { Answers, Clock, EventStore } from '@tidegate/eventing/nest';
import { rateViewOf } from './rate-page.ts';

/** An operator's word about a price. It counts from the moment that it names, the past included. */
@Controller()
export class PublishRate {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  @Answers(questions.publishRate)
  async publish(ask: AskOf<typeof questions.publishRate>): Promise<AnswerOf<typeof questions.publishRate>> {
    const { sku, priceNanoUsdPerHour, actor, commandId } = ask;
    const effectiveFromUs = ask.effectiveFromUs ?? this.clock.nowUs();
    const event: EventNamed<'RatePublished'> = {
      type: 'RatePublished',
      data: { sku, priceNanoUsdPerHour, effectiveFromUs },
    };
    await this.store.append(`rate-${sku}`, 'any', [event], causeOf({ commandId, actor }));
    return rateViewOf({ sku, priceNanoUsdPerHour: BigInt(priceNanoUsdPerHour), fromUs: effectiveFromUs });
  }
}
