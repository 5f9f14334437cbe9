import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  AlertId,
  AlertInstanceView,
  AlertTransitionView,
  AlertView,
  type AnswerOf,
  alertQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Asker, Clock } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { alertProblems, changesOf, muteProblems, ruleOf } from './alert-wish.ts';
import { AlertQuery, ChangeAlert, CreateAlert, MuteAlert } from './alert.dto.ts';

/** A question that waits until what it did is seen. */
const PATIENTLY = { timeoutMs: 8000 };

/** Rules on metrics, what they say now, and what they said before. */
@ApiTags('alerts')
@Controller('v1/alerts')
export class AlertController {
  constructor(
    private readonly asker: Asker,
    private readonly own: OwnEndpoints,
    private readonly clock: Clock,
  ) {}

  /** It is judged from now on, each quarter of a minute. */
  @Needs('write')
  @ApiBody({ type: CreateAlert })
  @ApiCreatedResponse({ schema: schemaOf(AlertView) })
  @Post()
  async create(
    @WhoCalls() caller: Caller,
    @Body(body(CreateAlert, alertProblems)) wish: CreateAlert,
  ): Promise<AlertView> {
    const rule = ruleOf(wish);
    await this.#mustBeOwn(caller, rule.endpointId);
    const ask = { projectId: projectOf(caller), rule, ...because(caller) };
    return this.asker.ask(questions.create, ask, PATIENTLY);
  }

  /** Oldest first. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(AlertView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(AlertQuery)) { limit, cursor, state }: AlertQuery,
  ): Promise<AnswerOf<typeof questions.all>> {
    placeIn(cursor);
    const ask = { projectId: projectOf(caller), state: state ?? null, limit, cursor: cursor ?? null };
    return this.asker.ask(questions.all, ask);
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(AlertView) })
  @Get(':alertId')
  one(@WhoCalls() caller: Caller, @Param('alertId') id: string): Promise<AlertView> {
    return this.asker.ask(questions.one, which(caller, id));
  }

  /** What is left out stays as it is. What fires by the rule before is over, and who was told hears so. */
  @Needs('write')
  @ApiBody({ type: ChangeAlert })
  @ApiOkResponse({ schema: schemaOf(AlertView) })
  @Patch(':alertId')
  async change(
    @WhoCalls() caller: Caller,
    @Param('alertId') id: string,
    @Body(body(ChangeAlert, alertProblems)) wish: ChangeAlert,
  ): Promise<AlertView> {
    const changes = changesOf(wish);
    await this.#mustBeOwn(caller, changes.endpointId ?? null);
    return this.asker.ask(questions.change, { ...which(caller, id), ...because(caller), changes }, PATIENTLY);
  }

  @Needs('write')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':alertId')
  async remove(@WhoCalls() caller: Caller, @Param('alertId') id: string): Promise<void> {
    await this.asker.ask(questions.remove, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** What fires is still shown. What fires when the mute ends is told then. */
  @Needs('write')
  @ApiBody({ type: MuteAlert })
  @ApiOkResponse({ schema: schemaOf(AlertView) })
  @HttpCode(200)
  @Post(':alertId/mute')
  mute(
    @WhoCalls() caller: Caller,
    @Param('alertId') id: string,
    @Body(body(MuteAlert)) { until }: MuteAlert,
  ): Promise<AlertView> {
    const problems = muteProblems(until, this.clock.nowUs() / 1000);
    if (problems.length > 0) refuse('request.invalid', { count: problems.length }, problems);
    return this.#mute(caller, id, Date.parse(until) * 1000);
  }

  @Needs('write')
  @ApiOkResponse({ schema: schemaOf(AlertView) })
  @HttpCode(200)
  @Post(':alertId/unmute')
  unmute(@WhoCalls() caller: Caller, @Param('alertId') id: string): Promise<AlertView> {
    return this.#mute(caller, id, null);
  }

  /** Each of its channels gets a notice `alert.test`; their deliveries say what became of it. */
  @Needs('write')
  @ApiAcceptedResponse({ schema: schemaOf(questions.test.answer) })
  @HttpCode(202)
  @Post(':alertId/test')
  test(@WhoCalls() caller: Caller, @Param('alertId') id: string): Promise<AnswerOf<typeof questions.test>> {
    return this.asker.ask(questions.test, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** What it says of each endpoint or replica now. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(AlertInstanceView) })
  @Get(':alertId/instances')
  instances(
    @WhoCalls() caller: Caller,
    @Param('alertId') id: string,
    @Query(query(AlertQuery)) { limit, cursor, state }: AlertQuery,
  ): Promise<AnswerOf<typeof questions.instances>> {
    const ask = { ...which(caller, id), state: state ?? null, limit, cursor: cursor ?? null };
    return this.asker.ask(questions.instances, ask);
  }

  /** Each time that it began to fire and that this was over, newest first. */
  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(AlertTransitionView) })
  @Get(':alertId/history')
  history(
    @WhoCalls() caller: Caller,
    @Param('alertId') id: string,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.history>> {
    placeIn(cursor);
    return this.asker.ask(questions.history, { ...which(caller, id), limit, cursor: cursor ?? null });
  }

  #mute(caller: Caller, id: string, untilUs: number | null): Promise<AlertView> {
    return this.asker.ask(questions.mute, { ...which(caller, id), ...because(caller), untilUs }, PATIENTLY);
  }

  async #mustBeOwn(caller: Caller, endpointId: string | null): Promise<void> {
    if (endpointId === null) return;
    const { id, state } = await this.own.find(caller, endpointId);
    if (state === 'deleted') refuse('endpoint.deleted', { endpointId: id });
  }
}

const which = (caller: Caller, id: string): { projectId: string; alertId: string } => ({
  projectId: projectOf(caller),
  alertId: AlertId.safeParse(id).data ?? refuse('alert.not_found', { alertId: id.slice(0, 100) }),
});

const because = ({ cause: { commandId }, actor, requestId }: Caller) => ({ commandId, actor, requestId });
