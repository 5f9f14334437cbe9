import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type AnswerOf, NodeView, questions } from '@tidegate/contracts';
import { Asker } from '@tidegate/eventing/nest';
import { Needs } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema } from '../http/schema.dto.ts';

@ApiTags('nodes')
@Controller('v1/nodes')
export class NodeController {
  constructor(private readonly asker: Asker) {}

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(NodeView) })
  @Get()
  all(@Query(query(PageQuery)) { limit, cursor }: PageQuery): Promise<AnswerOf<typeof questions.nodes>> {
    return this.asker.ask(questions.nodes, { limit, cursor: cursor ?? null });
  }
}
