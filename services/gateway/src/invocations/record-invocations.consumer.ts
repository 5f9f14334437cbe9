import { SUBJECTS } from '@tidegate/contracts';
import {
  Bus,
  On,
  Poison,
  type SignalOf,
  Worker,
  type Work,
  isConnectionError,
} from '@tidegate/eventing/nest';
import { InvocationStore } from './invocations.store.ts';

/** What the database refuses so often, it refuses for the invocation's own sake. */
const MOST_REFUSALS = 20;

/**
 * Takes accepted invocations off the queue into the database, where they wait. As a rule they are there already; not when a gateway
 * fell, or the database was away, right after the queue had them. While it is away they come again for as long as it takes.
 */
// The name is the queue's one durable consumer: another name would be a second one, which a work queue refuses.
@Worker('gateway.run-invocations', {
  concurrency: 32,
  ackWaitSeconds: 30,
  maxDeliver: 1_000_000,
  backoffSeconds: [0.2, 1, 5, 10],
})
export class RecordInvocations {
  constructor(
    private readonly store: InvocationStore,
    private readonly bus: Bus,
  ) {}

  @On('InvocationQueued')
  async record({ data }: SignalOf<'InvocationQueued'>, work: Work): Promise<void> {
    try {
      const isNew = await this.store.record(data, { offQueue: true });
      if (isNew) this.bus.nudge(SUBJECTS.invocationQueued(data.endpointId));
    } catch (error) {
      if (work.attempt < MOST_REFUSALS || isConnectionError(error)) throw error;
      throw new Poison((error as Error).message);
    }
  }
}
