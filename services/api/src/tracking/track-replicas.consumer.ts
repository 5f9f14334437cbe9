import { causedBy } from '@tidegate/eventing';
import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { Endpoints } from '../endpoints/endpoint.handler.ts';
import { type TalliedEvent, type Tally, factsOf, opened, tallied } from './replica-tally.ts';
import { ReplicaTallies } from './replica-tally.store.ts';

/** Events after which an endpoint may be in another state than before, or something else may stand beside it. */
type Telling =
  | 'ScaleDecided'
  | 'TrafficVisibilityChanged'
  | 'EndpointUpdated'
  | 'RolloutStarted'
  | 'RolloutShifted'
  | 'ReplicaDelayed'
  | 'ReplicaStarted'
  | 'ReplicaReady'
  | 'ReplicaDraining'
  | 'ReplicaResumed'
  | 'ReplicaWakeRequested'
  | 'ReplicaStopped';

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
  @On('RolloutFinished')
  @On('ReplicaRequested')
  async count(
    event: EventOf<'EndpointStartRequested' | 'RolloutFinished' | 'ReplicaRequested'>,
    tx: Tx,
  ): Promise<void> {
    await this.#tally(event, tx);
  }

  @On('ScaleDecided')
  @On('TrafficVisibilityChanged')
  @On('EndpointUpdated')
  @On('RolloutStarted')
  @On('RolloutShifted')
  @On('ReplicaDelayed')
  @On('ReplicaStarted')
  @On('ReplicaReady')
  @On('ReplicaDraining')
  @On('ReplicaResumed')
  @On('ReplicaWakeRequested')
  @On('ReplicaStopped')
  async tell(event: EventOf<Telling>, tx: Tx): Promise<void> {
    const change = await this.#tally(event, tx);
    if (change) await this.#observe(event, change.after);
  }

  /** Most replicas get a place at once: that says nothing new. */
  @On('ReplicaPlaced')
  async place(event: EventOf<'ReplicaPlaced'>, tx: Tx): Promise<void> {
    const change = await this.#tally(event, tx);
    if (change?.before.replicas[event.data.replicaId]?.delay) await this.#observe(event, change.after);
  }

  /** A stop may be complete at once: nothing may be left to end. */
  @On('EndpointStateChanged')
  async lookAround(event: EventOf<'EndpointStateChanged'>, tx: Tx): Promise<void> {
    if (event.data.to !== 'stopping') return;
    const change = await this.#tally(event, tx);
    if (change) await this.#observe(event, change.after);
  }

  async #tally(
    event: EventOf<TalliedEvent['type']>,
    tx: Tx,
  ): Promise<Readonly<{ before: Tally; after: Tally }> | undefined> {
    const { endpointId } = event.data;
    const before = await this.tallies.load(tx, endpointId);
    if (!before) return undefined;
    const after = tallied(before, event);
    await this.tallies.save(tx, endpointId, after);
    return { before, after };
  }

  async #observe(event: EventOf<TalliedEvent['type']>, tally: Tally): Promise<void> {
    const { endpointId } = event.data;
    const { projectId } = tally;
    await this.endpoints.handle(
      endpointId,
      { type: 'ObserveReplicas', endpointId, projectId, facts: factsOf(tally) },
      causedBy(event, 'observe-replicas'),
    );
  }
}
