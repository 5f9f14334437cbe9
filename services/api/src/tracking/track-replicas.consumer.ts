import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { type TalliedEvent, type Tally, factsOf, opened, tallied } from './replica-tally.ts';
import { ReplicaTallies } from './replica-tally.store.ts';

/** Events after which an endpoint may be in another state than before. */
type Telling = 'ScaleDecided' | 'ReplicaStarted' | 'ReplicaReady' | 'ReplicaDraining' | 'ReplicaStopped';

/**
 * Counts each endpoint's replicas and tells the endpoint what became of them. The command's id derives from the event,
 * so a redelivery finds it done; its facts carry the attempt they belong to, so a late one changes nothing.
 */
@Consumer('api.track-replicas')
export class TrackReplicas {
  constructor(
    private readonly tallies: ReplicaTallies,
    private readonly endpoints: Endpoints,
  ) {}

  @On('EndpointRequested')
  async open({ data: { endpointId, projectId } }: EventOf<'EndpointRequested'>, tx: Tx): Promise<void> {
    await this.tallies.save(tx, endpointId, opened(projectId));
  }

  @On('EndpointDeleted')
  async close({ data: { endpointId } }: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await this.tallies.drop(tx, endpointId);
  }

  @On('EndpointStartRequested')
  @On('ReplicaRequested')
  async count(event: EventOf<'EndpointStartRequested' | 'ReplicaRequested'>, tx: Tx): Promise<void> {
    await this.#tally(event, tx);
  }

  @On('ScaleDecided')
  @On('ReplicaStarted')
  @On('ReplicaReady')
  @On('ReplicaDraining')
  @On('ReplicaStopped')
  async tell(event: EventOf<Telling>, tx: Tx): Promise<void> {
    const tally = await this.#tally(event, tx);
    if (tally) await this.#observe(event, tally);
  }

  /** A stop may be complete at once: nothing may be left to end. */
  @On('EndpointStateChanged')
  async lookAround(event: EventOf<'EndpointStateChanged'>, tx: Tx): Promise<void> {
    if (event.data.to !== 'stopping') return;
    const tally = await this.#tally(event, tx);
    if (tally) await this.#observe(event, tally);
  }

  async #tally(event: EventOf<TalliedEvent['type']>, tx: Tx): Promise<Tally | undefined> {
    const { endpointId } = event.data;
    const before = await this.tallies.load(tx, endpointId);
    if (!before) return undefined;
    const tally = tallied(before, event);
    await this.tallies.save(tx, endpointId, tally);
    return tally;
  }

  async #observe(event: EventOf<Telling | 'EndpointStateChanged'>, tally: Tally): Promise<void> {
    const { endpointId } = event.data;
    const { projectId } = tally;
    await this.endpoints.handle(
      endpointId,
      { type: 'ObserveReplicas', endpointId, projectId, facts: factsOf(tally) },
      causedBy(event, 'observe-replicas'),
    );
  }
}
