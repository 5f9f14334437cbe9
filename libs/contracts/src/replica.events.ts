import { z } from 'zod';
import { HardwareShape } from './endpoint-spec.ts';
import { defineEvent } from './event.ts';
import { EndpointId, NodeId, ProjectId, ReplicaId } from './ids.ts';

const whose = {
  replicaId: ReplicaId,
  endpointId: EndpointId,
  projectId: ProjectId,
  /** The template it runs: the revision that brought it. */
  revision: z.int().min(1),
};
/** Epoch microseconds of the control plane's clock (never a node's wall clock). */
const AtUs = z.int().min(0);
const category = 'replica';

/** Why a replica ended, in classes a person can act on. */
export const STOP_CAUSES = [
  'scaled_down',
  'endpoint_stopped',
  'endpoint_deleted',
  'endpoint_failed',
  'replaced',
  'rollout_aborted',
  'preempted',
  'node_drained',
  'evicted',
  'exited',
  'bad_arguments',
  'out_of_gpu_memory',
  'out_of_memory',
  'model_not_found',
  'gated_model',
  'image_pull_failed',
  'port_never_opened',
  'health_never_ok',
  'health_lost',
  'launch_failed',
  'node_lost',
  'node_restarted',
  'agent_stopped',
  'orphaned',
] as const;
export const StopCause = z.enum(STOP_CAUSES);
export type StopCause = z.infer<typeof StopCause>;

/** Causes for which the platform or its user, not the replica, is the reason: these never count as crashes. */
export const INTENDED_STOPS: readonly StopCause[] = [
  'scaled_down',
  'endpoint_stopped',
  'endpoint_deleted',
  'endpoint_failed',
  'replaced',
  'rollout_aborted',
  'preempted',
  'node_drained',
  'evicted',
  'node_lost',
  'node_restarted',
  'agent_stopped',
  'orphaned',
];

export const replicaEvents = {
  ReplicaRequested: defineEvent(
    'ReplicaRequested',
    'LOG',
    { category, description: 'An endpoint needs one more replica. It waits for a place.' },
    {
      ...whose,
      cluster: z.string(),
      hardware: HardwareShape,
      /** Placed together with the others of its gang, `size` in all, or not at all. Absent: by itself. */
      gang: z.object({ id: z.string(), size: z.int().min(2) }).optional(),
    },
  ),
  ReplicaDelayed: defineEvent(
    'ReplicaDelayed',
    'LOG',
    { category, description: 'No node has room for a replica: it waits, and is placed as soon as one has.' },
    { ...whose, cluster: z.string(), hardware: HardwareShape, message: z.string() },
  ),
  ReplicaPlaced: defineEvent(
    'ReplicaPlaced',
    'LOG',
    {
      category,
      description:
        'A replica got its node and its share of it. Recorded on the pool, so that nothing is given twice.',
    },
    {
      ...whose,
      cluster: z.string(),
      nodeId: NodeId,
      gpuIndices: z.array(z.int().min(0)),
      hardware: HardwareShape,
      /** Candidate nodes and why each was or was not chosen, best first, at most 20. */
      explanation: z.array(
        z.object({ nodeId: z.string(), score: z.number().nullable(), reason: z.string() }),
      ),
    },
  ),
  ReplicaStarted: defineEvent(
    'ReplicaStarted',
    'LOG',
    { category, description: 'A replica holds its hardware: metering begins at startedAtUs.' },
    { ...whose, nodeId: NodeId, hardware: HardwareShape, simulated: z.boolean(), startedAtUs: AtUs },
  ),
  ReplicaReady: defineEvent(
    'ReplicaReady',
    'LOG',
    { category, description: 'A replica answers its health check and may get requests.' },
    { ...whose, nodeId: NodeId, host: z.string(), port: z.int(), readyAtUs: AtUs },
  ),
  ReplicaDraining: defineEvent(
    'ReplicaDraining',
    'LOG',
    {
      category,
      description:
        'A replica gets no new requests; it stops, or falls asleep, when those it has are answered.',
    },
    {
      ...whose,
      cause: StopCause,
      /** Absent: it stops. */
      then: z.enum(['stop', 'sleep']).optional(),
    },
  ),
  ReplicaResumed: defineEvent(
    'ReplicaResumed',
    'LOG',
    { category, description: 'A draining replica is wanted after all: it takes requests again.' },
    { ...whose },
  ),
  ReplicaSlept: defineEvent(
    'ReplicaSlept',
    'LOG',
    {
      category,
      description:
        'A replica keeps its place and its memory and does nothing: frozen, or without what it held of its GPUs.',
    },
    { ...whose, nodeId: NodeId, how: z.enum(['frozen', 'unloaded']), sleptAtUs: AtUs },
  ),
  ReplicaWakeRequested: defineEvent(
    'ReplicaWakeRequested',
    'LOG',
    { category, description: 'A sleeping replica is to take requests again; ReplicaReady follows.' },
    { ...whose, nodeId: NodeId },
  ),
  ReplicaStopped: defineEvent(
    'ReplicaStopped',
    'LOG',
    { category, description: 'A replica released its hardware: metering ends at stoppedAtUs.' },
    {
      ...whose,
      nodeId: NodeId.nullable(),
      cause: StopCause,
      exitCode: z.int().nullable(),
      /** It held hardware (ReplicaStarted was recorded) but never became ready: not billed. */
      neverReady: z.boolean(),
      stoppedAtUs: AtUs,
      /** The last lines it wrote, at most 20, when it ended by itself. */
      lastLines: z.array(z.string()),
    },
  ),
} as const;
