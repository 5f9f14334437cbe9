import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { PageQuery } from '../http/request.dto.ts';
import { schemaOf } from '../http/schema.dto.ts';

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
}
