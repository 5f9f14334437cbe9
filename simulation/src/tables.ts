import type { EndpointSpec, HardwareShape, NodeCapacity, NodeDriver, StopCause } from '@tidegate/contracts';
import { Table } from './memory-db.ts';

export type NodeRow = Readonly<{
  nodeId: string;
  cluster: string;
  bootId: string;
  hostname: string;
  address: string;
  capacity: NodeCapacity;
  driver: NodeDriver;
  labels: Record<string, string>;
  taints: string[];
  zone: string | null;
  clockOffsetUs: number;
  state: 'ready' | 'lost';
  cordon: 'none' | 'cordoned' | 'draining';
  drainDeadlineUs: number | null;
  registeredAtUs: number;
}>;

export type TargetRow = Readonly<{
  endpointId: string;
  projectId: string;
  cluster: string;
  revision: number;
  newest: number;
  desired: number;
  cause: string;
  spare: readonly string[];
  drainTimeoutSeconds: number;
}>;

export type RolloutRow = Readonly<{ from: number; to: number; percent: number; outcome: string | null }>;

export type ReplicaRow = Readonly<{
  id: string;
  endpointId: string;
  projectId: string;
  revision: number;
  cluster: string;
  hardware: HardwareShape;
  gang: Readonly<{ id: string; size: number }> | null;
  state: 'pending' | 'placed' | 'starting' | 'ready' | 'draining' | 'asleep' | 'stopped';
  delayed: boolean;
  nodeId: string | null;
  gpuIndices: number[];
  stopCause: StopCause | null;
  drainingPosition: number | null;
  requestedAtUs: number;
  placedAtUs: number | null;
  startedAtUs: number | null;
  readyAtUs: number | null;
  drainingAtUs: number | null;
  /** It falls asleep instead of stopping. */
  sleeps: boolean;
  wakes: number;
  movedPosition: number;
}>;

export type BackOffRow = Readonly<{
  endpointId: string;
  revision: number;
  failures: number;
  heldBack: number;
  dueAtUs: number | null;
  triggerId: string;
}>;

/** `monotonicUs` of `bootId` is what it proves. */
export type HeartbeatRow = Readonly<{ bootId: string; monotonicUs: number; atUs: number }>;

/** What a scheduler keeps in Postgres. */
export class Tables {
  readonly pools = new Table<number>();
  readonly nodes = new Table<NodeRow>();
  readonly revisions = new Table<Readonly<{ revision: number; spec: EndpointSpec }>>();
  readonly targets = new Table<TargetRow>();
  readonly rollouts = new Table<RolloutRow>();
  /** Those that have not ended; what has ended is looked at seldom. */
  readonly replicas = new Table<ReplicaRow>();
  readonly ended = new Table<ReplicaRow>();
  readonly quotas = new Table<number>();

  readonly heartbeats = new Table<HeartbeatRow>();
  readonly backOffs = new Table<BackOffRow>();
  readonly releases = new Table<Readonly<{ cause: StopCause; drainingPosition: number }>>();
  readonly waits = new Table<string>();
  readonly claims = new Table<Readonly<{ nodeId: string; order: number }>>();
  readonly reviews = new Table<Readonly<{ triggerId: string; order: number }>>();
  /** How far `scheduler.pool` has come. */
  readonly checkpoints = new Table<number>();

  /** Rises with each row that an order of arrival matters for. */
  order = 0;

  replica(id: string): ReplicaRow | undefined {
    return this.replicas.get(id) ?? this.ended.get(id);
  }

  /** Let go as it drains now. */
  released({ id, state, drainingPosition }: ReplicaRow): StopCause | undefined {
    const release = this.releases.get(id);
    return state === 'draining' && release?.drainingPosition === drainingPosition ? release.cause : undefined;
  }

  spec(endpointId: string, revision: number): EndpointSpec | undefined {
    return this.revisions.get(templateKey(endpointId, revision))?.spec;
  }
}

export const templateKey = (endpointId: string, revision: number): string =>
  `${endpointId} ${String(revision)}`;
