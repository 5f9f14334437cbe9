import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, NodeView, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { DrainNode } from './node.dto.ts';
import { Nodes, nodeIdOf } from './nodes.handler.ts';

/** A drain without a body has no deadline. */
const drain = body(DrainNode);
const drainOrNothing = { transform: (value: unknown) => drain.transform(value ?? {}, { type: 'body' }) };

@ApiTags('nodes')
@Controller('v1/nodes')
export class NodeController {
  constructor(
    private readonly asker: Asker,
    private readonly nodes: Nodes,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(NodeView) })
  @Get()
  all(@Query(query(PageQuery)) { limit, cursor }: PageQuery): Promise<AnswerOf<typeof questions.nodes>> {
    return this.asker.ask(questions.nodes, { limit, cursor: cursor ?? null });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(NodeView) })
  @Get(':nodeId')
  one(@Param('nodeId') id: string): Promise<NodeView> {
    return this.asker.ask(questions.node, { nodeId: nodeIdOf(id) });
  }

  /** It takes no new replicas; those it has stay. */
  @Needs('operator')
  @ApiOkResponse({ schema: schemaOf(NodeView) })
  @HttpCode(200)
  @Post(':nodeId/cordon')
  cordon(@WhoCalls() caller: Caller, @Param('nodeId') id: string): Promise<NodeView> {
    return this.nodes.command(caller, id, { action: 'cordon' });
  }

  /** It takes new replicas again. A drain that is not over is called off. */
  @Needs('operator')
  @ApiOkResponse({ schema: schemaOf(NodeView) })
  @HttpCode(200)
  @Post(':nodeId/uncordon')
  uncordon(@WhoCalls() caller: Caller, @Param('nodeId') id: string): Promise<NodeView> {
    return this.nodes.command(caller, id, { action: 'uncordon' });
  }

  /** It takes no new replicas, and each that it has is replaced elsewhere before it goes. At its end it stays cordoned. */
  @Needs('operator')
  @ApiBody({ type: DrainNode, required: false })
  @ApiAcceptedResponse({ schema: schemaOf(NodeView) })
  @HttpCode(202)
  @Post(':nodeId/drain')
  drain(
    @WhoCalls() caller: Caller,
    @Param('nodeId') id: string,
    @Body(drainOrNothing) { deadlineSeconds }: DrainNode,
  ): Promise<NodeView> {
    return this.nodes.command(caller, id, { action: 'drain', deadlineSeconds: deadlineSeconds ?? null });
  }

  /** Out of its pool: one that is lost, or that is cordoned and empty. It joins anew when it reports again. */
  @Needs('operator')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':nodeId')
  async remove(@WhoCalls() caller: Caller, @Param('nodeId') id: string): Promise<void> {
    await this.nodes.remove(caller, id);
  }
}
