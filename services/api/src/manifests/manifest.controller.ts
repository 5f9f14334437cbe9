import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { query } from '../http/body.guard.ts';
import type { Caller } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { textProblems } from '../http/text-problems.ts';
import { AppliedView } from './applied-view.ts';
import { ManifestOperations } from './manifest-operations.handler.ts';
import { ApplyQuery } from './manifest.dto.ts';
import { MOST_DOCUMENTS, documentsIn } from './yaml.ts';

const AppliedList = z.object({ items: z.array(AppliedView) });

/** Endpoints as YAML documents: apply, see what would change, and export. */
@ApiTags('manifests')
@Controller('v1')
export class ManifestController {
  constructor(private readonly operations: ManifestOperations) {}

  /** Documents `{apiVersion: tidegate/v1, kind: Endpoint, metadata: {name, tags}, spec: {…}}`, found by their names. */
  @Needs('write')
  @ApiConsumes('application/yaml', 'application/json')
  @ApiBody({
    schema: { type: 'string', description: 'YAML documents; as JSON one document or a list of them' },
  })
  @ApiOkResponse({ schema: schemaOf(AppliedList) })
  @HttpCode(200)
  @Post('apply')
  async apply(
    @WhoCalls() caller: Caller,
    @Body() body: unknown,
    @Query(query(ApplyQuery)) { dryRun }: ApplyQuery,
  ): Promise<z.infer<typeof AppliedList>> {
    const documents = documentsOf(body);
    return { items: await this.operations.apply(caller, documents, { dryRun: dryRun === 'true' }) };
  }

  /** The endpoint as a YAML document: applied, it changes nothing. */
  @Needs('read')
  @ApiProduces('application/yaml')
  @ApiOkResponse({ content: { 'application/yaml': { schema: { type: 'string' } } } })
  @Get('endpoints/:endpointId/export')
  async export(
    @WhoCalls() caller: Caller,
    @Param('endpointId') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { yaml } = await this.operations.export(caller, id);
    void reply.header('content-type', 'application/yaml; charset=utf-8');
    return yaml;
  }
}

const documentsOf = (body: unknown): unknown[] => {
  const documents = typeof body === 'string' ? documentsIn(body) : [body].flat();
  const problems = textProblems(documents);
  if (documents.length === 0 || documents.length > MOST_DOCUMENTS || body === null || body === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '', message: `must have 1 to ${MOST_DOCUMENTS} documents` },
    ]);
  return problems.length > 0 ? refuse('request.invalid', { count: problems.length }, problems) : documents;
};
