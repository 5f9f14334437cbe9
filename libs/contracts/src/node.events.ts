import { z } from 'zod';
import { defineEvent } from './event.ts';
import { NodeId } from './ids.ts';

export const Gpu = z.object({
  index: z.int().min(0),
  model: z.string(),
  memoryMib: z.int().min(0),
  simulated: z.boolean(),
  /** GPUs of one island talk to each other fast (NVLink); null: nothing is known. */
  island: z.string().nullable(),
});
export type Gpu = z.infer<typeof Gpu>;

export const NodeCapacity = z.object({
  vcpuMillis: z.int().min(0),
  memoryMib: z.int().min(0),
  diskMib: z.int().min(0),
  gpus: z.array(Gpu),
});
export type NodeCapacity = z.infer<typeof NodeCapacity>;

/** How an agent runs replicas. */
export const NodeDriver = z.enum(['process', 'docker', 'kubernetes']);
export type NodeDriver = z.infer<typeof NodeDriver>;

/** What a node says of itself beside its hardware. */
export const NodeTraits = z.object({
  driver: NodeDriver,
  labels: z.record(z.string(), z.string()),
  /** Only replicas that tolerate each of them come here. Spot hardware tolerates `spot` by itself. */
  taints: z.array(z.string()).max(64),
  /** Nodes that fail together; null: nothing is known. */
  zone: z.string().nullable(),
});
export type NodeTraits = z.infer<typeof NodeTraits>;

const category = 'node';

type Data = Record<string, unknown>;

const withTraits = (data: Data): Data => {
  const capacity = data['capacity'] as Data & { gpus: readonly Data[] };
  const gpus = capacity.gpus.map((gpu) => ({ island: null, ...gpu }));
  return { driver: 'process', taints: [], zone: null, ...data, capacity: { ...capacity, gpus } };
};

/** Who asked for it: `tok-…` or `operator`. */
const by = z.string();

export const nodeEvents = {
  NodeRegistered: defineEvent(
    'NodeRegistered',
    'LOG',
    {
      category,
      description: 'A node joined, came back after a restart, or what it offers changed.',
      version: 2,
      upcasts: { 1: withTraits },
    },
    {
      nodeId: NodeId,
      cluster: z.string(),
      /** One boot of the machine: monotonic times compare only within it. */
      bootId: z.string(),
      hostname: z.string(),
      /** Where replicas on it are reached from the gateways. */
      address: z.string(),
      capacity: NodeCapacity,
      ...NodeTraits.shape,
      /** Control-plane epoch microseconds at the node's monotonic zero, fixed once per boot. */
      clockOffsetUs: z.int(),
    },
  ),
  NodeLost: defineEvent(
    'NodeLost',
    'LOG',
    {
      category,
      description: 'A node stopped reporting for longer than its lease. Its replicas are replaced.',
    },
    { nodeId: NodeId, lastSeenAtUs: z.int() },
  ),
  NodeReturned: defineEvent(
    'NodeReturned',
    'LOG',
    { category, description: 'A lost node reports again.' },
    { nodeId: NodeId, bootId: z.string() },
  ),
  NodeCordoned: defineEvent(
    'NodeCordoned',
    'LOG',
    { category, description: 'A node takes no new replicas from here on. Those it has stay.' },
    { nodeId: NodeId, by },
  ),
  NodeUncordoned: defineEvent(
    'NodeUncordoned',
    'LOG',
    { category, description: 'A node takes new replicas again; a drain that was not over is called off.' },
    { nodeId: NodeId, by },
  ),
  NodeDrainStarted: defineEvent(
    'NodeDrainStarted',
    'LOG',
    {
      category,
      description:
        'A node must become empty: each of its replicas is replaced elsewhere first, then drained and stopped.',
    },
    {
      nodeId: NodeId,
      by,
      /** After so long what is left goes without a replacement; null: it waits for one as long as it takes. */
      deadlineSeconds: z.int().min(0).nullable(),
    },
  ),
  NodeDrained: defineEvent(
    'NodeDrained',
    'LOG',
    { category, description: 'Nothing runs on a node that was drained. It stays cordoned.' },
    { nodeId: NodeId },
  ),
  NodeRemoved: defineEvent(
    'NodeRemoved',
    'LOG',
    {
      category,
      description:
        'A node that is lost or empty was taken out of its pool. It joins anew if it reports again.',
    },
    { nodeId: NodeId, by },
  ),
} as const;
