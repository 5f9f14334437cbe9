import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { CreateProject } from './project.dto.ts';
import { Projects } from './project.handler.ts';
import { ProjectList, type ProjectRow } from './project-list.store.ts';
import { ProjectView } from './project-view.ts';

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectController {
  constructor(
    private readonly projects: Projects,
    private readonly list: ProjectList,
    private readonly clock: Clock,
  ) {}

  @Needs('operator')
  @ApiBody({ type: CreateProject })
  @ApiCreatedResponse({ schema: schemaOf(ProjectView) })
  @Post()
  async create(
    @WhoCalls() { cause }: Caller,
    @Body(body(CreateProject)) { name }: CreateProject,
  ): Promise<ProjectView> {
    const id = await this.projects.create(name, cause);
    const createdAt = (await this.list.find(id))?.created_at ?? new Date(this.clock.nowUs() / 1000);
    return { id, name, createdAt: createdAt.toISOString() };
  }

  @Needs('read')
  @ApiOkResponse({ schema: pageSchema(ProjectView) })
  @Get()
  async all(@WhoCalls() caller: Caller, @Query(query(PageQuery)) { limit, cursor }: PageQuery) {
    const only = caller.kind === 'operator' ? null : caller.projectId;
    const rows = await this.list.page({ only, before: placeIn(cursor), limit: limit + 1 });
    return pageOf(rows, limit, { place: (row) => row.created_position, item: viewOf });
  }

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(ProjectView) })
  @Get(':projectId')
  async one(@WhoCalls() caller: Caller, @Param('projectId') projectId: string): Promise<ProjectView> {
    mustSee(caller, projectId);
    const row =
      (await this.list.find(projectId)) ??
      refuse('project.not_found', { projectId: projectId.slice(0, 100) });
    return viewOf(row);
  }
}

const viewOf = ({ id, name, created_at }: ProjectRow): ProjectView => ({
  id,
  name,
  createdAt: created_at.toISOString(),
});
