import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AnswerOf,
  BalanceView,
  CreditView,
  ledgerQuestions as questions,
  nanoUsdOf,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { creditProblems, GrantCredit } from './credit.dto.ts';

/** What a project may use up before it owes anything. */
@ApiTags('billing')
@Controller('v1/projects/:projectId')
export class CreditController {
  constructor(
    private readonly asker: Asker,
    private readonly projects: ProjectList,
  ) {}

  /** It pays at once for what has accrued, then for what is used. What expires soonest is used first. */
  @Needs('operator')
  @ApiBody({ type: GrantCredit })
  @ApiCreatedResponse({ schema: schemaOf(CreditView) })
  @Post('credits')
  async grant(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Body(body(GrantCredit, creditProblems)) { kind, amountUsd, expiresAt, note }: GrantCredit,
  ): Promise<CreditView> {
    await this.#mustExist(caller, projectId);
    const { actor, requestId, cause } = caller;
    return this.asker.ask(questions.grantCredit, {
      projectId,
      kind,
      amountNanoUsd: String(nanoUsdOf(amountUsd) ?? 0n),
      expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
      note: note ?? '',
      commandId: cause.commandId,
      actor,
      requestId,
    });
  }

  /** Newest first, with what is left of each as of the last close. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(CreditView) })
  @Get('credits')
  async all(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.credits>> {
    await this.#mustExist(caller, projectId);
    return this.asker.ask(questions.credits, { projectId, limit, cursor: cursor ?? null });
  }

  /** As of now: what is used and not posted yet is in it. */
  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(BalanceView) })
  @Get('balance')
  async balance(@WhoCalls() caller: Caller, @Param('projectId') projectId: string): Promise<BalanceView> {
    await this.#mustExist(caller, projectId);
    return this.asker.ask(questions.balance, { projectId });
  }

  async #mustExist(caller: Caller, projectId: string): Promise<void> {
    mustSee(caller, projectId);
    if (!(await this.projects.find(projectId)))
      refuse('project.not_found', { projectId: projectId.slice(0, 100) });
  }
}
