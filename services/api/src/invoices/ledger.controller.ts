import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, ledgerQuestions as questions, LedgerTransactionView } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema } from '../http/schema.dto.ts';

@ApiTags('billing')
@Controller('v1/billing/ledger')
export class LedgerController {
  constructor(private readonly asker: Asker) {}

  /** The project’s transactions, newest first. Each sums to 0, and its hash covers the one before it. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(LedgerTransactionView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.ledger>> {
    const projectId = projectOf(caller);
    return this.asker.ask(questions.ledger, { projectId, limit, cursor: cursor ?? null });
  }
}
