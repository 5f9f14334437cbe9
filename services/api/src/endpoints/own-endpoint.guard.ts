import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import type { Caller } from '../http/caller.ts';
import { EndpointList, type ListedEndpoint } from './endpoint-list.store.ts';
import type { EndpointFacts } from './endpoint-view.ts';

/** The door to everything below one endpoint. To a stranger, another project's endpoint does not exist. */
@Injectable()
export class OwnEndpoints {
  constructor(private readonly list: EndpointList) {}

  /** Also a deleted one: its past stays readable. */
  async find({ kind, projectId }: Caller, endpointId: string): Promise<EndpointFacts> {
    const found = await this.list.find(endpointId);
    const isTheirs = found && (found.projectId === projectId || (kind === 'operator' && projectId === null));
    return isTheirs ? found : refuse('endpoint.not_found', { endpoint: endpointId.slice(0, 100) });
  }

  /** @param projectId null: of all projects, for an operator who named none */
  page(projectId: string | null, before: number | null, limit: number): Promise<ListedEndpoint[]> {
    return this.list.page(projectId, before, limit);
  }
}
