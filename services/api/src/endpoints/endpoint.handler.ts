import { Injectable } from '@nestjs/common';
import { type EndpointSpec, refuse } from '@tidegate/contracts';
import { type Cause, deriveId } from '@tidegate/eventing';
import { EventStore, Handles } from '@tidegate/eventing/nest';
import { ReadModels } from '../http/read-model.store.ts';
import { type EndpointCommand, endpoint } from '../life-cycle/endpoint.ts';
import { type Holder, Names } from '../names/names.store.ts';
import { endpointList } from './endpoint-list.projection.ts';

/** What an owner does to an endpoint that exists. */
export type OwnersCommand = Exclude<
  EndpointCommand,
  { type: 'RequestEndpoint' | 'FinishBuild' | 'ObserveReplicas' }
>;

@Injectable()
export class Endpoints extends Handles(endpoint, { stateForm: 2 }) {
  constructor(
    store: EventStore,
    private readonly names: Names,
    private readonly readModels: ReadModels,
  ) {
    super(store);
  }

  /** Its id derives from the command: repeated, it finds the endpoint it made. @returns the id */
  async request(projectId: string, spec: EndpointSpec, cause: Cause): Promise<string> {
    const endpointId = deriveId('endpoint', cause.commandId);
    const { name } = spec;
    const lookUp = (holder: string) => this.#holder(holder);
    if (!(await this.names.take(projectId, name, { holder: endpointId, lookUp })))
      refuse('endpoint.name_taken', { name });
    const { position } = await this.handle(
      endpointId,
      { type: 'RequestEndpoint', endpointId, projectId, spec },
      cause,
    );
    await this.readModels.reached(endpointList.name, position);
    return endpointId;
  }

  async command(command: OwnersCommand, cause: Cause): Promise<void> {
    const { position } = await this.handle(command.endpointId, command, cause);
    await this.readModels.reached(endpointList.name, position);
  }

  async #holder(endpointId: string): Promise<Holder> {
    const { state } = await this.load(endpointId);
    if (state.status === 'absent') return 'absent';
    return state.status === 'deleted' ? 'gone' : 'living';
  }
}
