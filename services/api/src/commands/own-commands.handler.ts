import { Injectable } from '@nestjs/common';
import { type EndpointSpec, Refusal, refuse } from '@tidegate/contracts';
import { LookUp } from '../configuration/facts.handler.ts';
import type { Caller } from '../http/caller.ts';
import type { Owner } from './accept.handler.ts';
import { Endpoints, type OwnersCommand } from '../endpoints/endpoint.handler.ts';
import { type EndpointView, viewOf } from '../endpoints/endpoint-view.ts';
import { mustMatch } from '../endpoints/if-match.ts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';

/** An endpoint as the log has it now: what a change is made from. */
export type Present = Readonly<{ owner: Owner; spec: EndpointSpec; revision: number }>;

/** Somebody else was faster so often: then it is their turn. */
const ATTEMPTS = 5;

/** What a caller does to an endpoint of theirs. */
@Injectable()
export class OwnCommands {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly endpoints: Endpoints,
    private readonly lookUp: LookUp,
  ) {}

  /** @param commandOf gets the ISO time of the command */
  async run(
    caller: Caller,
    id: string,
    commandOf: (owner: Owner, at: string) => OwnersCommand,
    ifMatch?: string,
  ): Promise<EndpointView> {
    const found = await this.own.find(caller, id);
    if (found.state !== 'deleted') mustMatch(ifMatch, found);
    const owner = { endpointId: found.id, projectId: found.projectId };
    await this.endpoints.command(commandOf(owner, this.lookUp.now()), caller.cause);
    return viewOf(await this.own.find(caller, found.id));
  }

  /**
   * A change that is made from what there is. What was made from an older revision must not undo a newer one: it is made
   * anew, unless the caller minds.
   */
  async changing<T>(
    caller: Caller,
    id: string,
    ifMatch: string | undefined,
    change: (present: Present) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++)
      try {
        return await change(await this.present(caller, id, ifMatch));
      } catch (error) {
        const isRace = error instanceof Refusal && error.code === 'endpoint.changed';
        if (!isRace || ifMatch !== undefined || attempt === ATTEMPTS) throw error;
      }
  }

  /** @throws Refusal endpoint.not_found, endpoint.deleted, endpoint.changed */
  async present(caller: Caller, id: string, ifMatch?: string): Promise<Present> {
    const { id: endpointId, projectId } = await this.own.find(caller, id);
    const { state } = await this.endpoints.load(endpointId);
    if (state.status === 'absent') return refuse('endpoint.not_found', { endpoint: endpointId });
    if (state.status === 'deleted') return refuse('endpoint.deleted', { endpointId });
    mustMatch(ifMatch, state);
    return { owner: { endpointId, projectId }, spec: state.spec, revision: state.revision };
  }
}
