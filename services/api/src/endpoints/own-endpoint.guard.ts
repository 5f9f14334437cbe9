import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import type { Caller } from '../http/caller.ts';
import { EndpointNames } from './endpoint-names.store.ts';
import { EndpointList, type ListFilter, type ListedEndpoint } from './endpoint-list.store.ts';
import type { EndpointFacts } from './endpoint-view.ts';

/** The door to everything below one endpoint. To a stranger, another project's endpoint does not exist. */
@Injectable()
export class OwnEndpoints {
  constructor(
    private readonly list: EndpointList,
    private readonly names: EndpointNames,
  ) {}

  /**
   * Also a deleted one: its past stays readable.
   * @param asOf as it was at that time
   */
  async find({ kind, projectId }: Caller, endpointId: string, asOf?: Date): Promise<EndpointFacts> {
    const found = await (asOf ? this.list.asOf(endpointId, asOf) : this.list.find(endpointId));
    const isTheirs = found && (found.projectId === projectId || (kind === 'operator' && projectId === null));
    return isTheirs ? found : refuse('endpoint.not_found', { endpoint: endpointId.slice(0, 100) });
  }

  /** The ids of a project’s endpoints that are not deleted, by their names. */
  named(projectId: string, names: readonly string[]): Promise<Map<string, string>> {
    return this.names.idsOf(projectId, names);
  }

  /** @param projectId null: of all projects, for an operator who named none */
  page(
    projectId: string | null,
    before: number | null,
    limit: number,
    filter: ListFilter = {},
  ): Promise<ListedEndpoint[]> {
    return this.list.page(projectId, before, limit, filter);
  }
}
