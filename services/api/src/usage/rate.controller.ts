import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { microsecondsOf } from './effective-from.ts';
import { PublishRate } from './rate.dto.ts';

@ApiTags('usage')
@Controller('v1/rates')
export class RateController {
  constructor(private readonly asker: Asker) {}

  @Needs('valid')
  @ApiOkResponse({ schema: schemaOf(questions.rates.answer) })
  @Get()
  all(@Query(query(PageQuery)) { limit, cursor }: PageQuery): Promise<AnswerOf<typeof questions.rates>> {
    return this.asker.ask(questions.rates, { limit, cursor: cursor ?? null });
  }

  /** Earlier use keeps the earlier rate. */
  @Needs('operator')
  @ApiBody({ type: PublishRate })
  @ApiCreatedResponse({ schema: schemaOf(questions.publishRate.answer) })
  @Post()
  publish(
    @WhoCalls() { actor, cause }: Caller,
    @Body(body(PublishRate)) { sku, priceNanoUsdPerHour, effectiveFrom }: PublishRate,
  ): Promise<AnswerOf<typeof questions.publishRate>> {
    const effectiveFromUs = microsecondsOf(effectiveFrom);
    const { commandId } = cause;
    return this.asker.ask(questions.publishRate, {
      sku,
      priceNanoUsdPerHour,
      effectiveFromUs,
      actor,
      commandId,
    });
  }
}
