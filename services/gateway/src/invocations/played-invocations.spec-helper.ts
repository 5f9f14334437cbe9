import { type Bus, Clock } from '@tidegate/eventing/nest';
import type { Means } from '../calls/means.gateway.ts';
import type { PlatformResults } from '../results/platform-results.store.ts';
import type { Results } from '../results/results.store.ts';
import type { Backlogs } from '../runs/backlogs.loop.ts';
import type { FollowInvocations } from '../runs/follow-invocations.loop.ts';
import { AcceptInvocations, storedAs } from './accept-invocations.handler.ts';
import type { InvocationKeys, Keyed } from './invocation-keys.store.ts';
import type { Stored } from './invocation-row.ts';
import { ManageInvocations } from './manage-invocations.handler.ts';
import type { InvocationStore, Queued } from './invocations.store.ts';

/** Asynchronous requests as the front door knows them, with a database that the test plays. */
export const playedInvocations = (means: Means, bus: Bus) => {
  const stored = new Map<string, Stored>();
  const store = {
    isDown: false,
    find: (id: string) =>
      store.isDown ? Promise.reject(new Error('down')) : Promise.resolve(stored.get(id)),
    record: (queued: Queued) => {
      if (store.isDown) return Promise.reject(new Error('down'));
      stored.set(queued.invocationId, storedAs(queued));
      return Promise.resolve(true);
    },
  };
  const keys = {
    claim: ({ invocationId, target }: Keyed) => Promise.resolve({ invocationId, target, queued: false }),
  };
  const results = { problemOf: () => Promise.resolve(undefined) };
  const backlogs = { of: () => ({ due: 0, waiting: 0, bytes: 0 }), accepted: () => undefined };
  const accepting = new AcceptInvocations(
    means,
    bus,
    new Clock(),
    store as unknown as InvocationStore,
    keys as unknown as InvocationKeys,
    results as unknown as Results,
    backlogs as unknown as Backlogs,
  );
  const managing = new ManageInvocations(
    store as unknown as InvocationStore,
    {} as PlatformResults,
    accepting,
    {} as FollowInvocations,
    bus,
    new Clock(),
  );
  return { store, stored, accepting, managing };
};
