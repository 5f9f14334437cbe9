import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, PlanView, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { microsecondsOf } from './effective-from.ts';
import { planProblems, PublishPlan } from './plan.dto.ts';

type Plans = AnswerOf<typeof questions.plans>;

/** What is billed, and how: for every project, and for those that have a plan of their own. */
@ApiTags('usage')
@Controller('v1')
export class PlanController {
  constructor(
    private readonly asker: Asker,
    private readonly projects: ProjectList,
  ) {}

  /** Those of every project that has none of its own, by the moment from which they count; none: the usual plan. */
  @Needs('valid')
  @ApiOkResponse({ schema: pageSchema(PlanView) })
  @Get('plans')
  all(@Query(query(PageQuery)) page: PageQuery): Promise<Plans> {
    return this.#plans(null, page);
  }

  /** Earlier use keeps the earlier plan. */
  @Needs('operator')
  @ApiBody({ type: PublishPlan })
  @ApiCreatedResponse({ schema: schemaOf(PlanView) })
  @Post('plans')
  publish(
    @WhoCalls() caller: Caller,
    @Body(body(PublishPlan, planProblems)) plan: PublishPlan,
  ): Promise<PlanView> {
    return this.#publish(null, plan, caller);
  }

  /** Its own; none: those of every project count. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(PlanView) })
  @Get('projects/:projectId/plans')
  async ofProject(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Query(query(PageQuery)) page: PageQuery,
  ): Promise<Plans> {
    await this.#mustExist(caller, projectId);
    return this.#plans(projectId, page);
  }

  /** From the first of its own on, those of every project do not count for it any more. */
  @Needs('operator')
  @ApiBody({ type: PublishPlan })
  @ApiCreatedResponse({ schema: schemaOf(PlanView) })
  @Post('projects/:projectId/plans')
  async publishForProject(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Body(body(PublishPlan, planProblems)) plan: PublishPlan,
  ): Promise<PlanView> {
    await this.#mustExist(caller, projectId);
    return this.#publish(projectId, plan, caller);
  }

  #plans(projectId: string | null, { limit, cursor }: PageQuery): Promise<Plans> {
    return this.asker.ask(questions.plans, { projectId, limit, cursor: cursor ?? null });
  }

  #publish(
    projectId: string | null,
    { effectiveFrom, ...plan }: PublishPlan,
    { actor, cause: { commandId } }: Caller,
  ): Promise<PlanView> {
    const effectiveFromUs = microsecondsOf(effectiveFrom);
    return this.asker.ask(questions.publishPlan, { projectId, plan, effectiveFromUs, actor, commandId });
  }

  async #mustExist(caller: Caller, projectId: string): Promise<void> {
    mustSee(caller, projectId);
    if (!(await this.projects.find(projectId)))
      refuse('project.not_found', { projectId: projectId.slice(0, 100) });
  }
}
