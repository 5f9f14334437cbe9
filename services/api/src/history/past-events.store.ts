import { Injectable } from '@nestjs/common';
import type { AnyEvent, EventType, Recorded } from '@tidegate/contracts';
import { EventStore, type WantedHistory } from '@tidegate/eventing/nest';

export type Looked = Readonly<{
  endpointId: string;
  types?: readonly EventType[] | undefined;
  /** Both inclusive. */
  since?: Date | undefined;
  until?: Date | undefined;
}>;

const PAGE = 500;

/** What the log says about one endpoint: its own events, and those of its replicas, scale and cost. */
@Injectable()
export class PastEvents {
  constructor(private readonly store: EventStore) {}

  /** A page, newest first. @param actor whoever caused them; null: anybody */
  newestFirst(
    looked: Looked,
    actor: string | null,
    { before, limit }: Readonly<{ before: number | null; limit: number }>,
  ): Promise<Recorded<AnyEvent>[]> {
    return this.store.history({ ...looked, actor: actor ?? undefined, before: before ?? undefined, limit });
  }

  /** What happened in a project, newest first. */
  inProject(
    wanted: Omit<WantedHistory, 'endpointId' | 'tenantId'>,
    projectId: string,
  ): Promise<Recorded<AnyEvent>[]> {
    return this.store.history({ ...wanted, tenantId: projectId });
  }

  /** All of them, page by page: a long past is never held in memory as a whole. */
  async *oldestFirst(looked: Looked): AsyncGenerator<Recorded<AnyEvent>> {
    for (let after = 0, length = PAGE; length === PAGE;) {
      const page = await this.store.history({ ...looked, after, order: 'oldestFirst', limit: PAGE });
      yield* page;
      length = page.length;
      after = page.at(-1)?.position ?? after;
    }
  }
}
