import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { BuildEndpoints } from './build-endpoints.loop.ts';
import { PendingBuilds } from './pending-builds.store.ts';

/** Remembers what must be built until it is, and has it begun as soon as that is committed. */
@Consumer('api.queue-builds')
export class QueueBuilds {
  constructor(
    private readonly pending: PendingBuilds,
    private readonly builds: BuildEndpoints,
  ) {}

  @On('EndpointRequested')
  async begin(event: EventOf<'EndpointRequested'>, tx: Tx): Promise<void> {
    await this.#put(event, tx);
  }

  /** Whatever it changes, the build that counts is that of the newest revision. */
  @On('EndpointUpdated')
  async again(event: EventOf<'EndpointUpdated'>, tx: Tx): Promise<void> {
    if (await this.pending.isPending(tx, event.data.endpointId)) await this.#put(event, tx);
  }

  @On('EndpointStateChanged')
  async end({ data: { endpointId, to } }: EventOf<'EndpointStateChanged'>, tx: Tx): Promise<void> {
    if (to !== 'building') await this.pending.drop(tx, endpointId);
  }

  async #put(event: EventOf<'EndpointRequested' | 'EndpointUpdated'>, tx: Tx): Promise<void> {
    const { endpointId, projectId, revision, spec } = event.data;
    await this.pending.put(tx, {
      endpointId,
      projectId,
      revision,
      spec,
      cause: causedBy(event, 'finish-build'),
    });
    tx.afterCommit(() => {
      this.builds.wake();
    });
  }
}
