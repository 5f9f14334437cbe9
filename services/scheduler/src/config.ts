import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import { PLACEMENT_POLICIES } from './placement/placement.ts';

export const config = defineConfig('scheduler', {
  TIDEGATE_NODE_LEASE_SECONDS: z.coerce
    .number()
    .min(2)
    .max(3600)
    .default(10)
    .describe('a node that says nothing for so long is lost and its replicas are replaced'),
  TIDEGATE_DRAIN_LIMIT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(86_400)
    .default(600)
    .describe(
      'a draining replica is stopped after so long even with requests in flight, where its endpoint says nothing else',
    ),
  TIDEGATE_PLACEMENT_POLICY: z
    .enum(PLACEMENT_POLICIES)
    .default('pack')
    .describe(
      'where replicas go: pack = where the pool loses least of what the next ones could use; spread = where the most is free',
    ),
});
