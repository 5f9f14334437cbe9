import { describe, expect, it } from '@jest/globals';
import type { Bus, Clock } from '@tidegate/eventing/nest';
import { START_US, scalingWith, trackedWith } from '../scaling/endpoint.spec-helper.ts';
import { EndpointWatch } from './endpoint-watch.ts';
import type { Learned, LearnedStore } from './learned.store.ts';
import { Traffic } from './traffic.loop.ts';

const tracked = trackedWith(scalingWith(), 1);

const learnedState = (): Learned['state'] => {
  const watch = new EndpointWatch();
  watch.look(trackedWith(scalingWith(), 0), START_US, true);
  if (!watch.state) throw new Error('a look makes a state');
  return watch.state;
};

/** Cannot be read a few times, as while Postgres starts. */
class Store {
  readonly forgotten: string[] = [];
  reads = 0;

  constructor(
    private readonly kept: readonly Learned[],
    private readonly failures: number,
  ) {}

  async *all(): AsyncGenerator<Learned> {
    await Promise.resolve();
    if (this.reads++ < this.failures) throw new Error('the database is starting');
    yield* this.kept;
  }

  forget(ids: readonly string[]): Promise<void> {
    this.forgotten.push(...ids);
    return Promise.resolve();
  }
}

const trafficOn = (store: Store) => {
  const bus = { connected: true, followSignals: () => ({ stop: () => undefined }) };
  const clock = { nowUs: () => START_US };
  const traffic = new Traffic(
    bus as unknown as Bus,
    clock as unknown as Clock,
    store as unknown as LearnedStore,
  );
  const known = (id: string) => (id === tracked.endpointId ? tracked : undefined);
  return { traffic, followed: traffic.follow({ trackedOf: known, sampled: () => undefined }) };
};

describe('the traffic after a start', () => {
  it('begins with what was learned, as soon as it can be read, and drops that of endpoints that are no more', async () => {
    const state = learnedState();
    const gone = 'endpt-00000000dead';
    const store = new Store(
      [
        { endpointId: tracked.endpointId, state },
        { endpointId: gone, state },
      ],
      2,
    );
    const { traffic, followed } = trafficOn(store);
    await followed;
    expect(store.reads).toBe(3);
    expect(traffic.watches.of(tracked.endpointId).state).toBe(state);
    expect(store.forgotten).toEqual([gone]);
    traffic.onApplicationShutdown();
  });

  it('waits no longer for it when the service stops', async () => {
    const { traffic, followed } = trafficOn(new Store([], Infinity));
    traffic.onApplicationShutdown();
    await expect(followed).resolves.toBeUndefined();
  });
});
