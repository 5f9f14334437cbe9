import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AnswerOf,
  BudgetId,
  budgetQuestions as questions,
  BudgetView,
  nanoUsdOf,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { budgetProblems, ChangeBudget, CreateBudget, USUAL_THRESHOLDS } from './budget.dto.ts';

/** Limits on what a project, or one of its endpoints, costs in a month. */
@ApiTags('budgets')
@Controller('v1/budgets')
export class BudgetController {
  constructor(
    private readonly asker: Asker,
    private readonly own: OwnEndpoints,
  ) {}

  /** It counts from the beginning of the month. What is reserved is never put to sleep by it. */
  @Needs('admin')
  @ApiBody({ type: CreateBudget })
  @ApiCreatedResponse({ schema: schemaOf(BudgetView) })
  @Post()
  async create(
    @WhoCalls() caller: Caller,
    @Body(body(CreateBudget, budgetProblems)) wish: CreateBudget,
  ): Promise<BudgetView> {
    return this.asker.ask(questions.setBudget, {
      projectId: projectOf(caller),
      ...because(caller),
      endpointId: await this.#endpointOf(caller, wish.endpointId ?? null),
      name: wish.name,
      limitNanoUsd: nanoUsd(wish.limitUsd),
      thresholdsPercent: [...(wish.thresholdsPercent ?? USUAL_THRESHOLDS)],
      isHard: wish.isHard ?? false,
    });
  }

  /** Newest first, with what is spent of each this month. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(BudgetView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.budgets>> {
    return this.asker.ask(questions.budgets, { projectId: projectOf(caller), limit, cursor: cursor ?? null });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(BudgetView) })
  @Get(':budgetId')
  one(@WhoCalls() caller: Caller, @Param('budgetId') id: string): Promise<BudgetView> {
    return this.asker.ask(questions.budget, which(caller, id));
  }

  /** What is left out stays as it is. Who was stopped may spend again at once when the limit is above what is spent. */
  @Needs('admin')
  @ApiBody({ type: ChangeBudget })
  @ApiOkResponse({ schema: schemaOf(BudgetView) })
  @Patch(':budgetId')
  change(
    @WhoCalls() caller: Caller,
    @Param('budgetId') id: string,
    @Body(body(ChangeBudget, budgetProblems)) { name, limitUsd, thresholdsPercent, isHard }: ChangeBudget,
  ): Promise<BudgetView> {
    return this.asker.ask(questions.changeBudget, {
      ...which(caller, id),
      ...because(caller),
      ...(name !== undefined && { name }),
      ...(limitUsd !== undefined && { limitNanoUsd: nanoUsd(limitUsd) }),
      ...(thresholdsPercent !== undefined && {
        thresholdsPercent: [...(thresholdsPercent ?? USUAL_THRESHOLDS)],
      }),
      ...(isHard !== undefined && { isHard }),
    });
  }

  /** What it has stopped may spend again. */
  @Needs('admin')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':budgetId')
  async remove(@WhoCalls() caller: Caller, @Param('budgetId') id: string): Promise<void> {
    await this.asker.ask(questions.removeBudget, { ...which(caller, id), ...because(caller) });
  }

  async #endpointOf(caller: Caller, endpointId: string | null): Promise<string | null> {
    if (endpointId === null) return null;
    const { id, state } = await this.own.find(caller, endpointId);
    return state === 'deleted' ? refuse('endpoint.deleted', { endpointId: id }) : id;
  }
}

const which = (caller: Caller, id: string): { projectId: string; budgetId: string } => {
  const projectId = projectOf(caller);
  return BudgetId.safeParse(id).success
    ? { projectId, budgetId: id }
    : refuse('budget.not_found', { budgetId: id.slice(0, 100) });
};

const because = ({ actor, requestId, cause }: Caller) => ({ commandId: cause.commandId, actor, requestId });

const nanoUsd = (usd: string): string => String(nanoUsdOf(usd) ?? 0n);
