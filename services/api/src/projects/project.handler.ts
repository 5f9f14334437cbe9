import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { EventStore, Handles } from '@tidegate/eventing/nest';
import { ReadModels } from '../http/read-model.store.ts';
import { Names } from '../names/names.store.ts';
import { project } from './project.ts';
import { projectList } from './project-list.projection.ts';

@Injectable()
export class Projects extends Handles(project) {
  constructor(
    store: EventStore,
    private readonly names: Names,
    private readonly readModels: ReadModels,
  ) {
    super(store);
  }

  /** Its id derives from the command: repeated, it finds the project it made. */
  async create(name: string, cause: Cause): Promise<string> {
    const projectId = deriveId('project', cause.commandId);
    const lookUp = async (holder: string) => ((await this.load(holder)).version > 0 ? 'living' : 'absent');
    if (!(await this.names.take('projects', name, { holder: projectId, lookUp })))
      refuse('project.name_taken', { name });
    const { position } = await this.handle(projectId, { type: 'CreateProject', projectId, name }, cause);
    await this.readModels.reached(projectList.name, position);
    return projectId;
  }
}
