import type { NodeCapacity, ReplicaFact } from '@tidegate/contracts';
import type { ReplicaCommand } from '../replicas/replica.ts';

const RANK: Readonly<Record<ReplicaFact['kind'], number>> = { started: 0, ready: 1, slept: 2, stopped: 3 };

/** One replica's facts in the order of a life, whatever order they were told in. */
export const inOrderOfLife = (facts: readonly ReplicaFact[]): readonly ReplicaFact[] =>
  facts.toSorted((a, b) => turnOf(a) - turnOf(b) || RANK[a.kind] - RANK[b.kind]);

/** Between two wakes a replica becomes ready and falls asleep once. */
const turnOf = ({ kind, wakes = 0 }: ReplicaFact): number =>
  kind === 'stopped' ? Number.MAX_SAFE_INTEGER : wakes;

/** What names a fact within its replica's life: it happens once. */
export const nameOf = ({ kind, wakes = 0 }: ReplicaFact): string =>
  wakes === 0 ? kind : `${kind} after wake ${String(wakes)}`;

export type Teller = Readonly<{
  nodeId: string;
  address: string;
  /** Control-plane epoch microseconds at the node's monotonic zero. */
  clockOffsetUs: number;
  simulated: boolean;
}>;

const readyOf = (fact: ReplicaFact, { address, ...own }: Own): ReplicaCommand | undefined => {
  const { port, host = address, wakes = 0 } = fact;
  return port === null ? undefined : { type: 'RecordReady', ...own, host, port, wakes };
};

const sleptOf = ({ how, wakes = 0 }: ReplicaFact, { nodeId, atUs }: Own): ReplicaCommand | undefined =>
  how && { type: 'RecordSlept', nodeId, how, wakes, atUs };

type Own = Readonly<{ nodeId: string; simulated: boolean; address: string; atUs: number }>;

/** What an agent saw, as a command in the control plane's time; undefined for a fact that lacks what its kind needs. */
export const commandOf = (fact: ReplicaFact, teller: Teller): ReplicaCommand | undefined => {
  const { nodeId, simulated, address } = teller;
  const atUs = Math.max(0, teller.clockOffsetUs + fact.monotonicUs);
  switch (fact.kind) {
    case 'started':
      return { type: 'RecordStarted', nodeId, simulated, atUs };
    case 'ready':
      return readyOf(fact, { nodeId, simulated, address, atUs });
    case 'slept':
      return sleptOf(fact, { nodeId, simulated, address, atUs });
    case 'stopped': {
      const { exitCode, lastLines, cause } = fact;
      return { type: 'RecordStopped', nodeId, cause: cause ?? 'exited', exitCode, lastLines, atUs };
    }
  }
};

/** Whether any GPU that a replica holds exists only by order. */
export const onSimulatedGpus = ({ gpus }: NodeCapacity, gpuIndices: readonly number[]): boolean =>
  gpus.some(({ index, simulated }) => simulated && gpuIndices.includes(index));
