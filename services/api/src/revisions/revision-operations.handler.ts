import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { type EndpointView, viewOf } from '../endpoints/endpoint-view.ts';
import { OwnCommands } from '../commands/own-commands.handler.ts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import type { Caller } from '../http/caller.ts';
import { pageOf, placeIn } from '../http/cursor.ts';
import { GoBack } from './go-back.handler.ts';
import { type Revision, type RevisionView, revisionViewOf } from './revision.ts';
import { RevisionList } from './revision-list.store.ts';

export type RolloutAction =
  | Readonly<{ action: 'promote' }>
  | Readonly<{ action: 'abort' }>
  | Readonly<{ action: 'shift'; percent: number }>;
type Page = Readonly<{ limit: number; cursor?: string | undefined }>;

/** The configurations an endpoint had, and the way from one to the next. */
@Injectable()
export class RevisionOperations {
  constructor(
    private readonly own: OwnEndpoints,
    private readonly commands: OwnCommands,
    private readonly list: RevisionList,
    private readonly back: GoBack,
  ) {}

  async revisions(caller: Caller, id: string, { limit, cursor }: Page) {
    const { id: endpointId } = await this.own.find(caller, id);
    const rows = await this.list.page(endpointId, placeIn(cursor), limit + 1);
    return pageOf(rows, limit, { place: (row) => row.revision, item: revisionViewOf });
  }

  async revision(caller: Caller, id: string, revision: number): Promise<RevisionView> {
    const { id: endpointId } = await this.own.find(caller, id);
    return revisionViewOf(await this.#found(endpointId, revision));
  }

  /** A new revision with the fields of an earlier one. Of a reservation what was promised since stays. */
  async rollback(caller: Caller, id: string, revision: number, ifMatch?: string): Promise<EndpointView> {
    await this.commands.changing(caller, id, ifMatch, async (present) => {
      const earlier = await this.#found(present.owner.endpointId, revision);
      await this.back.to(earlier, present, caller.cause);
    });
    return viewOf(await this.own.find(caller, id));
  }

  rollout(caller: Caller, id: string, wanted: RolloutAction): Promise<EndpointView> {
    return this.commands.run(caller, id, (owner) => {
      switch (wanted.action) {
        case 'promote':
          return { type: 'PromoteRollout', ...owner };
        case 'abort':
          return { type: 'AbortRollout', ...owner, reason: null };
        case 'shift':
          return { type: 'ShiftRollout', ...owner, percent: wanted.percent };
      }
    });
  }

  async #found(endpointId: string, revision: number): Promise<Revision> {
    return (
      (await this.list.find(endpointId, revision)) ??
      refuse('endpoint.revision_not_found', { endpointId, revision })
    );
  }
}
