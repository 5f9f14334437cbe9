import type { NodeCapacity, ReplicaFact } from '@tidegate/contracts';
import type { ReplicaCommand } from '../replicas/replica.ts';

const RANK: Readonly<Record<ReplicaFact['kind'], number>> = { started: 0, ready: 1, stopped: 2 };

/** One replica's facts in the order of a life, whatever order they were told in. */
export const inOrderOfLife = (facts: readonly ReplicaFact[]): readonly ReplicaFact[] =>
  facts.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);

export type Teller = Readonly<{
  nodeId: string;
  address: string;
  /** Control-plane epoch microseconds at the node's monotonic zero. */
  clockOffsetUs: number;
  simulated: boolean;
}>;

/** What an agent saw, as a command in the control plane's time; undefined for a fact that lacks what its kind needs. */
export const commandOf = (fact: ReplicaFact, teller: Teller): ReplicaCommand | undefined => {
  const { nodeId, simulated } = teller;
  const atUs = Math.max(0, teller.clockOffsetUs + fact.monotonicUs);
  switch (fact.kind) {
    case 'started':
      return { type: 'RecordStarted', nodeId, simulated, atUs };
    case 'ready':
      return fact.port === null
        ? undefined
        : {
            type: 'RecordReady',
            nodeId,
            simulated,
            host: fact.host ?? teller.address,
            port: fact.port,
            atUs,
          };
    case 'stopped': {
      const { exitCode, lastLines, cause } = fact;
      return { type: 'RecordStopped', nodeId, cause: cause ?? 'exited', exitCode, lastLines, atUs };
    }
  }
};

/** Whether any GPU that a replica holds exists only by order. */
export const onSimulatedGpus = ({ gpus }: NodeCapacity, gpuIndices: readonly number[]): boolean =>
  gpus.some(({ index, simulated }) => simulated && gpuIndices.includes(index));
