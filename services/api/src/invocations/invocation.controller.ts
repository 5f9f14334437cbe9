import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, InvocationId, InvocationView, questions, refuse } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { InvocationQuery } from './invocation.dto.ts';

/** Asynchronous requests of an endpoint, without their bodies and results: those are for who may invoke it. */
@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId/invocations')
export class InvocationController {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly asker: Asker,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(InvocationView) })
  @Get()
  async all(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Query(query(InvocationQuery)) { limit, cursor, state, deadLetters }: InvocationQuery,
  ): Promise<AnswerOf<typeof questions.invocations>> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    return this.asker.ask(questions.invocations, {
      endpointId,
      projectId,
      state: state ?? null,
      deadLetters: deadLetters === 'true',
      limit,
      cursor: givenOut(cursor),
    });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(InvocationView) })
  @Get(':invocationId')
  async one(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('invocationId') invocation: string,
  ): Promise<InvocationView> {
    return this.asker.ask(questions.invocation, await this.#named(caller, id, invocation));
  }

  /** One that waits is never run; one that runs is called back from its replica. */
  @Needs('write')
  @ApiOkResponse({ schema: schemaOf(InvocationView) })
  @HttpCode(200)
  @Post(':invocationId/cancel')
  async cancel(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('invocationId') invocation: string,
  ): Promise<InvocationView> {
    return this.asker.ask(questions.cancelInvocation, await this.#named(caller, id, invocation));
  }

  /** Queues one that was given up anew, once: a second time it answers as the first time. */
  @Needs('write')
  @ApiAcceptedResponse({ schema: schemaOf(questions.replayInvocation.answer) })
  @HttpCode(202)
  @Post(':invocationId/replay')
  async replay(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Param('invocationId') invocation: string,
  ): Promise<AnswerOf<typeof questions.replayInvocation>> {
    return this.asker.ask(questions.replayInvocation, await this.#named(caller, id, invocation));
  }

  async #named(
    caller: Caller,
    id: string,
    invocation: string,
  ): Promise<{ endpointId: string; projectId: string; invocationId: string }> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const invocationId =
      InvocationId.safeParse(invocation).data ??
      refuse('invocation.not_found', { invocationId: invocation.slice(0, 100) });
    return { endpointId, projectId, invocationId };
  }
}

/** As the gateway writes it: when the last one was queued, and its id. */
const CURSOR = /^[0-9a-z]{1,9}\.[0-9a-f]{12}$/;

const givenOut = (cursor: string | undefined): string | null => {
  if (cursor !== undefined && !CURSOR.test(cursor))
    refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return cursor ?? null;
};
