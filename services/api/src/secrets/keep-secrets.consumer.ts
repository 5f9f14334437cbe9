import { Consumer, type EventOf, On, type Tx } from '@tidegate/eventing/nest';
import { PlacedReplicas } from './placed-replicas.store.ts';
import { SealedValues } from './sealed-values.store.ts';

/** Knows which replicas may be told secrets, and wipes those of an endpoint that is gone. */
@Consumer('api.keep-secrets')
export class KeepSecrets {
  constructor(
    private readonly placed: PlacedReplicas,
    private readonly values: SealedValues,
  ) {}

  @On('ReplicaPlaced')
  async add({ data }: EventOf<'ReplicaPlaced'>, tx: Tx): Promise<void> {
    await this.placed.add(tx, data);
  }

  @On('ReplicaStopped')
  async end({ occurredAt, data: { replicaId } }: EventOf<'ReplicaStopped'>, tx: Tx): Promise<void> {
    await this.placed.end(tx, replicaId, occurredAt);
  }

  @On('EndpointDeleted')
  async wipe({ data: { endpointId } }: EventOf<'EndpointDeleted'>, tx: Tx): Promise<void> {
    await this.values.wipe(tx, endpointId);
  }
}
