import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { Clock } from '@tidegate/eventing/nest';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body, query } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { PageQuery } from '../http/request.dto.ts';
import { pageSchema, schemaOf } from '../http/schema.dto.ts';
import { CreateProject, RenameProject } from './project.dto.ts';
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
    return viewOf(await this.#find(caller, projectId));
  }

  @Needs('admin')
  @ApiBody({ type: RenameProject })
  @ApiOkResponse({ schema: schemaOf(ProjectView) })
  @Patch(':projectId')
  async rename(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Body(body(RenameProject)) { name }: RenameProject,
  ): Promise<ProjectView> {
    const row = await this.#find(caller, projectId);
    await this.projects.rename(projectId, name, caller.cause);
    return viewOf({ ...row, name });
  }

  /** Only when all its endpoints are deleted. Its tokens open nothing from then on. */
  @Needs('operator')
  @ApiNoContentResponse()
  @HttpCode(204)
  @Delete(':projectId')
  async remove(@WhoCalls() caller: Caller, @Param('projectId') projectId: string): Promise<void> {
    await this.#find(caller, projectId);
    await this.projects.remove(projectId, caller.cause);
  }

  async #find(caller: Caller, projectId: string): Promise<ProjectRow> {
    mustSee(caller, projectId);
    return (
      (await this.list.find(projectId)) ?? refuse('project.not_found', { projectId: projectId.slice(0, 100) })
    );
  }
}

const viewOf = ({ id, name, created_at }: ProjectRow): ProjectView => ({
  id,
  name,
  createdAt: created_at.toISOString(),
});
