import { z } from 'zod';
import { EndpointId, NodeId, ReplicaId } from './ids.ts';
import { NodeCapacity, NodeTraits } from './node.events.ts';

export const NodeView = z.object({
  id: NodeId,
  cluster: z.string(),
  hostname: z.string(),
  state: z.enum(['ready', 'cordoned', 'draining', 'lost']),
  simulated: z.boolean(),
  capacity: NodeCapacity,
  ...NodeTraits.shape,
  /** How many hold something of it. */
  replicas: z.int().min(0),
  /** While it is drained: since when, and when it ends whatever is left. */
  drain: z.object({ startedAt: z.iso.datetime(), deadline: z.iso.datetime().nullable() }).nullable(),
  /** What no replica holds. */
  free: z.object({
    vcpuMillis: z.int(),
    memoryMib: z.int(),
    diskMib: z.int(),
    gpuThousandths: z.array(z.int()),
  }),
  lastSeenAt: z.iso.datetime(),
});
export type NodeView = z.infer<typeof NodeView>;

export const ReplicaView = z.object({
  id: ReplicaId,
  endpointId: EndpointId,
  revision: z.int(),
  state: z.enum(['pending', 'placed', 'starting', 'ready', 'draining', 'asleep', 'stopped']),
  /** In words, e.g. why it waits or why it ended. */
  reason: z.string(),
  /** While it waits for room: its turn among all that wait in its cluster, from 1. */
  placeInLine: z.object({ place: z.int().min(1), of: z.int().min(1) }).nullable(),
  nodeId: NodeId.nullable(),
  hardwareId: z.string(),
  simulated: z.boolean(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  readyAt: z.iso.datetime().nullable(),
  stoppedAt: z.iso.datetime().nullable(),
});
export type ReplicaView = z.infer<typeof ReplicaView>;

/** A node as one replica sees it. */
export const CandidateView = z.object({
  nodeId: NodeId,
  hostname: z.string(),
  chosen: z.boolean(),
  /** What the place costs in GPU thousandths that others could have used; null: it cannot go there. */
  cost: z.number().nullable(),
  /** In words, e.g. `has 1 of 2 GPUs free`. */
  reason: z.string(),
});
export type CandidateView = z.infer<typeof CandidateView>;

/** Why a replica is where it is, or why it waits. */
export const PlacementView = z.object({
  replicaId: ReplicaId,
  state: ReplicaView.shape.state,
  reason: z.string(),
  placeInLine: ReplicaView.shape.placeInLine,
  /** `placed`: as it was decided then. `waiting`: as it looks now. */
  asOf: z.enum(['placed', 'waiting']),
  /** Best first, at most 20. */
  candidates: z.array(CandidateView),
  /** How many nodes were looked at. */
  nodes: z.int(),
});
export type PlacementView = z.infer<typeof PlacementView>;
