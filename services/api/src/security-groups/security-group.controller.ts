import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ProjectId, SecurityGroupId, SecurityGroupRule, refuse } from '@tidegate/contracts';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, projectOf } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { rulesOf } from './security-group.ts';
import { SaveSecurityGroup } from './security-group.dto.ts';
import { SecurityGroups } from './security-group.handler.ts';
import { SecurityGroupList, type SecurityGroupRow } from './security-group-list.store.ts';

const SecurityGroupView = z.object({
  id: SecurityGroupId,
  projectId: ProjectId,
  name: z.string(),
  /** Each range in its one form; no ports: any. */
  rules: z.array(SecurityGroupRule),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
type SecurityGroupView = z.infer<typeof SecurityGroupView>;

const wished = body(SaveSecurityGroup, ({ rules }) => rulesOf(readable(rules)).problems);

/** What is no rule at all is told so by its class. */
const readable = (rules: unknown): SaveSecurityGroup['rules'] =>
  (Array.isArray(rules) ? rules : []).map((rule: Partial<SaveSecurityGroup['rules'][number]> | null) => ({
    cidr: typeof rule?.cidr === 'string' ? rule.cidr : '',
    ports: Array.isArray(rule?.ports) ? rule.ports : null,
  }));

@ApiTags('security groups')
@Controller('v1/security-groups')
export class SecurityGroupController {
  constructor(
    private readonly groups: SecurityGroups,
    private readonly list: SecurityGroupList,
  ) {}

  @Needs('write')
  @ApiBody({ type: SaveSecurityGroup })
  @ApiCreatedResponse({ schema: schemaOf(SecurityGroupView) })
  @Post()
  async create(
    @WhoCalls() caller: Caller,
    @Body(wished) { name, rules }: SaveSecurityGroup,
  ): Promise<SecurityGroupView> {
    const projectId = projectOf(caller);
    const wanted = { projectId, name, rules: rulesOf(rules).rules };
    return this.#view(await this.groups.create(wanted, caller.cause), projectId);
  }

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(SecurityGroupView) })
  @Get()
  async all(@WhoCalls() caller: Caller, @Query(query(PageQuery)) { limit, cursor }: PageQuery) {
    const rows = await this.list.page(projectOf(caller), placeIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: (row) => row.created_position, item: viewOf });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(SecurityGroupView) })
  @Get(':securityGroupId')
  async one(@WhoCalls() caller: Caller, @Param('securityGroupId') id: string): Promise<SecurityGroupView> {
    return this.#view(id, projectOf(caller));
  }

  /** The group as it is from here on: what is left out is gone. It applies to its endpoints within a second. */
  @Needs('write')
  @ApiBody({ type: SaveSecurityGroup })
  @ApiOkResponse({ schema: schemaOf(SecurityGroupView) })
  @Put(':securityGroupId')
  async change(
    @WhoCalls() caller: Caller,
    @Param('securityGroupId') id: string,
    @Body(wished) { name, rules }: SaveSecurityGroup,
  ): Promise<SecurityGroupView> {
    const projectId = projectOf(caller);
    await this.groups.change(id, { projectId, name, rules: rulesOf(rules).rules }, caller.cause);
    return this.#view(id, projectId);
  }

  /** Only when no endpoint names it. */
  @Needs('write')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':securityGroupId')
  async remove(@WhoCalls() caller: Caller, @Param('securityGroupId') id: string): Promise<void> {
    await this.groups.remove(id, projectOf(caller), caller.cause);
  }

  async #view(id: string, projectId: string): Promise<SecurityGroupView> {
    const row = await this.list.find(id, projectId);
    return viewOf(row ?? refuse('security_group.not_found', { securityGroupId: id.slice(0, 100) }));
  }
}

const viewOf = (row: SecurityGroupRow): SecurityGroupView => ({
  id: row.id,
  projectId: row.project_id,
  name: row.name,
  rules: row.rules,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
