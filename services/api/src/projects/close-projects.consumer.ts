import { Logger } from '@nestjs/common';
import { Refusal } from '@tidegate/contracts';
import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On } from '@tidegate/eventing/nest';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { Tokens } from '../tokens/token.handler.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import { Projects } from './project.handler.ts';

/**
 * Nothing of a deleted project opens or runs. What was made at the same moment that the project was deleted, in a stream
 * of its own, could not know of it, and is ended here.
 */
@Consumer('api.close-projects')
export class CloseProjects {
  readonly #log = new Logger('close-projects');

  constructor(
    private readonly projects: Projects,
    private readonly tokens: Tokens,
    private readonly list: TokenList,
    private readonly endpoints: Endpoints,
  ) {}

  @On('ProjectDeleted')
  async revokeAll(event: EventOf<'ProjectDeleted'>): Promise<void> {
    const { projectId } = event.data;
    for (const tokenId of await this.list.issuedIn(projectId))
      await this.tokens.handle(
        tokenId,
        { type: 'RevokeToken', tokenId, projectId },
        causedBy(event, tokenId),
      );
  }

  @On('TokenIssued')
  async revoke(event: EventOf<'TokenIssued'>): Promise<void> {
    const { tokenId, projectId } = event.data;
    if (await this.#isDeleted(projectId))
      await this.tokens.handle(tokenId, { type: 'RevokeToken', tokenId, projectId }, causedBy(event));
  }

  @On('EndpointRequested')
  async remove(event: EventOf<'EndpointRequested'>): Promise<void> {
    const { endpointId, projectId, spec } = event.data;
    if (!(await this.#isDeleted(projectId))) return;
    const at = event.occurredAt.toISOString();
    try {
      await this.endpoints.command(
        { type: 'DeleteEndpoint', endpointId, projectId, confirm: spec.name, at },
        causedBy(event, 'project-deleted'),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#log.warn(
        { event: 'endpoint.kept', endpointId, projectId, code: error.code },
        `an endpoint outlives its project: ${error.message}`,
      );
    }
  }

  async #isDeleted(projectId: string): Promise<boolean> {
    return (await this.projects.load(projectId)).state.status === 'deleted';
  }
}
