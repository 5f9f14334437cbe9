import { Injectable } from '@nestjs/common';
import { type Quotas as ProjectQuotas, refuse } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { EventStore, Handles } from '@tidegate/eventing/nest';
import { ReadModels } from '../http/read-model.store.ts';
import { type Holder, Names } from '../names/names.store.ts';
import { Quotas } from '../quotas/quotas.store.ts';
import { type ProjectCommand, project } from './project.ts';
import { projectList } from './project-list.projection.ts';

/** What project names are unique in. */
const SCOPE = 'projects';

@Injectable()
export class Projects extends Handles(project) {
  constructor(
    store: EventStore,
    private readonly names: Names,
    private readonly readModels: ReadModels,
    private readonly quotas: Quotas,
  ) {
    super(store);
  }

  /** Its id derives from the command: repeated, it finds the project it made. */
  async create(name: string, cause: Cause): Promise<string> {
    const projectId = deriveId('project', cause.commandId);
    await this.#take(name, projectId);
    await this.#command({ type: 'CreateProject', projectId, name }, cause);
    return projectId;
  }

  async rename(projectId: string, name: string, cause: Cause): Promise<void> {
    await this.#take(name, projectId);
    await this.#command({ type: 'RenameProject', projectId, name }, cause);
  }

  async setQuotas(projectId: string, quotas: ProjectQuotas, cause: Cause): Promise<void> {
    await this.#command({ type: 'SetQuotas', projectId, quotas }, cause);
  }

  /** Its tokens are revoked by whoever hears of it. */
  async remove(projectId: string, cause: Cause): Promise<void> {
    const { endpoints } = await this.quotas.useOf(projectId);
    await this.#command({ type: 'DeleteProject', projectId, endpoints }, cause);
  }

  async #command(command: ProjectCommand, cause: Cause): Promise<void> {
    const { position } = await this.handle(command.projectId, command, cause);
    await this.readModels.reached(projectList.name, position);
  }

  async #take(name: string, projectId: string): Promise<void> {
    const lookUp = (holder: string) => this.#holds(holder, name);
    if (!(await this.names.take(SCOPE, name, { holder: projectId, lookUp })))
      refuse('project.name_taken', { name });
  }

  /** A project that was renamed holds its former name no more, nor one that it took and is not called by yet. */
  async #holds(holder: string, name: string): Promise<Holder> {
    const { state } = await this.load(holder);
    if (state.status === 'deleted') return 'gone';
    return state.status === 'open' && state.name === name ? 'living' : 'absent';
  }
}
