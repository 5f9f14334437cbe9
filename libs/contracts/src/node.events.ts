import { z } from 'zod';
import { defineEvent } from './event.ts';
import { NodeId } from './ids.ts';

export const Gpu = z.object({
  index: z.int().min(0),
  model: z.string(),
  memoryMib: z.int().min(0),
  simulated: z.boolean(),
});
export type Gpu = z.infer<typeof Gpu>;

export const NodeCapacity = z.object({
  vcpuMillis: z.int().min(0),
  memoryMib: z.int().min(0),
  diskMib: z.int().min(0),
  gpus: z.array(Gpu),
});
export type NodeCapacity = z.infer<typeof NodeCapacity>;

const category = 'node';

export const nodeEvents = {
  NodeRegistered: defineEvent(
    'NodeRegistered',
    'LOG',
    { category, description: 'A node joined, came back after a restart, or its hardware changed.' },
    {
      nodeId: NodeId,
      cluster: z.string(),
      /** One boot of the machine: monotonic times compare only within it. */
      bootId: z.string(),
      hostname: z.string(),
      /** Where replicas on it are reached from the gateways. */
      address: z.string(),
      capacity: NodeCapacity,
      labels: z.record(z.string(), z.string()),
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
} as const;
