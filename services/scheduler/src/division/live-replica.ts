export const LIVE_STATES = ['pending', 'placed', 'starting', 'ready'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/** A replica that counts: it is neither draining nor stopped. */
export type LiveReplica = Readonly<{
  id: string;
  /** The template it runs. */
  revision: number;
  state: LiveState;
  /** No node had room for it when it was asked for. */
  delayed: boolean;
  requestedAtUs: number;
  readyAtUs: number | null;
  /** Its node must become empty. */
  isLeaving: boolean;
  /** Of a leaving one: from then on it waits for no replacement; null: it waits as long as it takes. */
  leaveByUs: number | null;
  /** Its turn to go among those that are ready, where there is one: the least busy have the lowest. */
  spareAt?: number;
  /** It can fall asleep where it is. */
  canSleep?: boolean;
}>;

/** Least is lost first: what waits, then what is being started, then what is ready. */
const rank: Readonly<Record<LiveState, number>> = { pending: 0, placed: 1, starting: 1, ready: 2 };

const ageUs = ({ readyAtUs, requestedAtUs }: LiveReplica): number => readyAtUs ?? requestedAtUs;

const turnOf = ({ state, spareAt }: LiveReplica): number =>
  state === 'ready' ? (spareAt ?? Number.MAX_SAFE_INTEGER) : 0;

/**
 * The order in which replicas go. Among equals those of other templates than `proven` go first, of the ready ones then the least
 * busy, as far as that is known, then the youngest.
 * @param proven the template that has served so far
 */
export const byCostOfLoss =
  (proven: number) =>
  (a: LiveReplica, b: LiveReplica): number =>
    rank[a.state] - rank[b.state] ||
    Number(a.revision === proven) - Number(b.revision === proven) ||
    turnOf(a) - turnOf(b) ||
    ageUs(b) - ageUs(a) ||
    (a.id < b.id ? 1 : -1);

export const isReady = ({ state }: LiveReplica): boolean => state === 'ready';
export const isPending = ({ state }: LiveReplica): boolean => state === 'pending';

/** It waits because no node has room for it. */
export const isWithoutRoom = ({ state, delayed }: LiveReplica): boolean => state === 'pending' && delayed;

/** It was given room that another one had to leave for it, and is not ready yet. */
export const isTakingOver = ({ state, delayed }: LiveReplica): boolean =>
  delayed && (state === 'placed' || state === 'starting');

export const count = (
  replicas: readonly LiveReplica[],
  is: (replica: LiveReplica) => boolean = () => true,
): number => replicas.filter(is).length;
