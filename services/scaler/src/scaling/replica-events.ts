import type { AnyEvent, Recorded } from '@tidegate/contracts';
import type { Tracked } from './fleet.ts';
import type { Replicas } from './replicas.ts';

/** What an event of one replica means for its endpoint. */
export const replicaChanged = (tracked: Tracked, event: Recorded<AnyEvent>): void => {
  const { replicas } = tracked;
  const atUs = event.occurredAt.getTime() * 1000;
  if (event.type === 'ReplicaReady') replicas.becameReady(event.data.replicaId, event.data.readyAtUs);
  else if (!replicaBegins(replicas, event, atUs)) replicaLeaves(replicas, event);
  if (replicas.readyCount === 0) tracked.readySinceUs = null;
  else tracked.readySinceUs ??= event.type === 'ReplicaReady' ? event.data.readyAtUs : atUs;
};

/** @returns whether it was on its way to being ready */
const replicaBegins = (replicas: Replicas, event: Recorded<AnyEvent>, atUs: number): boolean => {
  switch (event.type) {
    case 'ReplicaRequested':
      replicas.asked(event.data.replicaId, atUs);
      return true;
    case 'ReplicaDelayed':
      replicas.delayed(event.data.replicaId);
      return true;
    case 'ReplicaPlaced':
      replicas.placed(event.data.replicaId, atUs);
      return true;
    case 'ReplicaWakeRequested':
      replicas.wakes(event.data.replicaId);
      return true;
    default:
      return false;
  }
};

/** It drains, is taken back, sleeps or ends. */
const replicaLeaves = (replicas: Replicas, event: Recorded<AnyEvent>): void => {
  switch (event.type) {
    case 'ReplicaDraining':
      replicas.drains(event.data.replicaId);
      break;
    case 'ReplicaResumed':
      replicas.resumed(event.data.replicaId);
      break;
    case 'ReplicaSlept':
      replicas.slept(event.data.replicaId);
      break;
    case 'ReplicaStopped':
      replicas.stopped(event.data.replicaId);
      break;
    default:
  }
};
