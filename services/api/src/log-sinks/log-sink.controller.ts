import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AnswerOf,
  LogSinkId,
  LogSinkTest,
  LogSinkView,
  type LogSinkWish,
  logSinkQuestions as questions,
  refuse,
} from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { sinkProblems } from './log-sink-rules.ts';
import { ChangeLogSink, CreateLogSink } from './log-sink.dto.ts';

/** A question that waits until what it did is seen, and looks names up. */
const PATIENTLY = { timeoutMs: 8000 };
/** A receiver has its own time to answer, a minute at most. */
const WITH_THE_RECEIVER = { timeoutMs: 65_000 };

/** Receivers that lines of a project are shipped to. */
@ApiTags('log sinks')
@Needs('admin')
@Controller('v1/log-sinks')
export class LogSinkController {
  constructor(private readonly asker: Asker) {}

  /** From the next line on. */
  @ApiBody({ type: CreateLogSink })
  @ApiCreatedResponse({ schema: schemaOf(LogSinkView) })
  @Post()
  create(
    @WhoCalls() caller: Caller,
    @Body(body(CreateLogSink, sinkProblems)) { kind, url, ...wish }: CreateLogSink,
  ): Promise<LogSinkView> {
    const whole: LogSinkWish = {
      kind,
      url,
      description: wish.description ?? '',
      endpointIds: wish.endpointIds ?? [],
      headers: wish.headers ?? {},
      enabled: wish.enabled ?? true,
    };
    const ask = { projectId: projectOf(caller), wish: whole, ...because(caller) };
    return this.asker.ask(questions.create, ask, PATIENTLY);
  }

  @ApiOkResponse({ schema: pageSchema(LogSinkView) })
  @Get()
  all(
    @WhoCalls() caller: Caller,
    @Query(query(PageQuery)) { limit, cursor }: PageQuery,
  ): Promise<AnswerOf<typeof questions.all>> {
    placeIn(cursor);
    return this.asker.ask(questions.all, { projectId: projectOf(caller), limit, cursor: cursor ?? null });
  }

  @ApiOkResponse({ schema: schemaOf(LogSinkView) })
  @Get(':sinkId')
  one(@WhoCalls() caller: Caller, @Param('sinkId') id: string): Promise<LogSinkView> {
    return this.asker.ask(questions.one, which(caller, id));
  }

  /** What is left out stays as it is. Headers are replaced as a whole. What it has not had yet goes to where it is then. */
  @ApiBody({ type: ChangeLogSink })
  @ApiOkResponse({ schema: schemaOf(LogSinkView) })
  @Patch(':sinkId')
  change(
    @WhoCalls() caller: Caller,
    @Param('sinkId') id: string,
    @Body(body(ChangeLogSink, sinkProblems)) change: ChangeLogSink,
  ): Promise<LogSinkView> {
    const wish = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return this.asker.ask(questions.change, { ...which(caller, id), wish, ...because(caller) }, PATIENTLY);
  }

  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':sinkId')
  async remove(@WhoCalls() caller: Caller, @Param('sinkId') id: string): Promise<void> {
    await this.asker.ask(questions.remove, { ...which(caller, id), ...because(caller) }, PATIENTLY);
  }

  /** Sends one line at once, and tells what came of it. */
  @ApiOkResponse({ schema: schemaOf(LogSinkTest) })
  @HttpCode(200)
  @Post(':sinkId/test')
  test(@WhoCalls() caller: Caller, @Param('sinkId') id: string): Promise<LogSinkTest> {
    return this.asker.ask(questions.test, which(caller, id), WITH_THE_RECEIVER);
  }
}

const which = (caller: Caller, id: string): { projectId: string; sinkId: string } => ({
  projectId: projectOf(caller),
  sinkId: LogSinkId.safeParse(id).data ?? refuse('log_sink.not_found', { sinkId: id.slice(0, 100) }),
});

const because = ({ cause: { commandId }, actor, requestId }: Caller) => ({ commandId, actor, requestId });
