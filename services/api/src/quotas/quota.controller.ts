import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PRIORITY, ProjectId, Quotas as ProjectQuotas, refuse } from '@tidegate/contracts';
import { z } from 'zod';
import { Needs, WhoCalls } from '../http/auth.guard.ts';
import { body } from '../http/body.guard.ts';
import { type Caller, mustSee } from '../http/caller.ts';
import { schemaOf } from '../http/schema.dto.ts';
import { Projects } from '../projects/project.handler.ts';
import { ProjectList } from '../projects/project-list.store.ts';
import { SetQuotas } from './quota.dto.ts';
import { Quotas } from './quotas.store.ts';

const QuotasView = z.object({
  projectId: ProjectId,
  quotas: ProjectQuotas.required(),
  /** What its endpoints that are not deleted ask for together, whether they run or not. */
  use: z.object({ endpoints: z.int(), gpus: z.number() }),
});
type QuotasView = z.infer<typeof QuotasView>;

@ApiTags('projects')
@Controller('v1/projects/:projectId/quotas')
export class QuotaController {
  constructor(
    private readonly quotas: Quotas,
    private readonly projects: Projects,
    private readonly list: ProjectList,
  ) {}

  @Needs('read')
  @ApiOkResponse({ schema: schemaOf(QuotasView) })
  @Get()
  async quotasAndUse(@WhoCalls() caller: Caller, @Param('projectId') projectId: string): Promise<QuotasView> {
    await this.#mustExist(caller, projectId);
    return this.#view(projectId);
  }

  /** What is beyond them stays as it is; nothing more is accepted. */
  @Needs('operator')
  @ApiBody({ type: SetQuotas })
  @ApiOkResponse({ schema: schemaOf(QuotasView) })
  @Put()
  async set(
    @WhoCalls() caller: Caller,
    @Param('projectId') projectId: string,
    @Body(body(SetQuotas)) { endpoints, replicasPerEndpoint, gpus, priority }: SetQuotas,
  ): Promise<QuotasView> {
    await this.#mustExist(caller, projectId);
    const quotas = { endpoints, replicasPerEndpoint, gpus, priority: priority ?? PRIORITY.usual };
    await this.projects.setQuotas(projectId, quotas, caller.cause);
    return { ...(await this.#view(projectId)), quotas };
  }

  async #view(projectId: string): Promise<QuotasView> {
    const [quotas, use] = await Promise.all([this.quotas.quotasOf(projectId), this.quotas.useOf(projectId)]);
    return { projectId, quotas, use };
  }

  async #mustExist(caller: Caller, projectId: string): Promise<void> {
    mustSee(caller, projectId);
    if (!(await this.list.find(projectId)))
      refuse('project.not_found', { projectId: projectId.slice(0, 100) });
  }
}
