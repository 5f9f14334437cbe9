import { Controller, HttpCode, Param, Post, Query, applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { type Exchange, InExchange, goneOf, withEtag } from './answer.gateway.ts';
import { type EndpointAction, EndpointOperations } from './endpoint-operations.handler.ts';
import { WaitQuery, secondsOf } from './endpoint-query.dto.ts';
import { EndpointView } from './endpoint-view.ts';

const Action = (): MethodDecorator =>
  applyDecorators(Needs('write'), ApiAcceptedResponse({ schema: schemaOf(EndpointView) }), HttpCode(202));

/** What is done to an endpoint that exists. A second time is agreement. */
@ApiTags('endpoints')
@Controller('v1/endpoints/:endpointId')
export class EndpointActionController {
  constructor(private readonly operations: EndpointOperations) {}

  @Action()
  @Post('start')
  start(
    @InExchange() exchange: Exchange,
    @Param('endpointId') id: string,
    @Query(query(WaitQuery)) wait: WaitQuery,
  ): Promise<EndpointView> {
    return this.#act(exchange, id, 'start', wait);
  }

  @Action()
  @Post('stop')
  stop(
    @InExchange() exchange: Exchange,
    @Param('endpointId') id: string,
    @Query(query(WaitQuery)) wait: WaitQuery,
  ): Promise<EndpointView> {
    return this.#act(exchange, id, 'stop', wait);
  }

  /** The same configuration in new replicas, without a lost request. */
  @Action()
  @Post('restart')
  restart(
    @InExchange() exchange: Exchange,
    @Param('endpointId') id: string,
    @Query(query(WaitQuery)) wait: WaitQuery,
  ): Promise<EndpointView> {
    return this.#act(exchange, id, 'restart', wait);
  }

  /** Off until whoever switched it off, or the operator, switches it on. */
  @Action()
  @Post('disable')
  disable(
    @InExchange() exchange: Exchange,
    @Param('endpointId') id: string,
    @Query(query(WaitQuery)) wait: WaitQuery,
  ): Promise<EndpointView> {
    return this.#act(exchange, id, 'disable', wait);
  }

  @Action()
  @Post('enable')
  enable(
    @InExchange() exchange: Exchange,
    @Param('endpointId') id: string,
    @Query(query(WaitQuery)) wait: WaitQuery,
  ): Promise<EndpointView> {
    return this.#act(exchange, id, 'enable', wait);
  }

  async #act(
    { caller, reply }: Exchange,
    id: string,
    action: EndpointAction,
    wait: WaitQuery,
  ): Promise<EndpointView> {
    const acted = await this.operations.act(caller, id, action);
    const seconds = secondsOf(wait);
    const shown = seconds === 0 ? acted : await this.operations.settled(caller, id, seconds, goneOf(reply));
    return withEtag(reply, shown);
  }
}
