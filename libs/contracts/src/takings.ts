import { z } from 'zod';
import { EndpointId } from './ids.ts';

/** How much one message may tell: of buckets, of replicas, of endpoints. What is beyond it is told with the next, or not. */
export const MOST_TAKINGS = 2000;
const Counted = z.number().min(0).max(1_000_000_000_000);

/** What every gateway says on SUBJECTS.gatewayTakings, each second and, while there are others, as soon as it matters to them. */
export const GatewayTakings = z.object({
  gatewayId: z.string().min(1).max(100),
  /** What was taken of rate limits since the message before: by `requests <id>` or `tokens <id>`, how many, and the limit per minute. */
  taken: z.record(z.string().max(100), z.tuple([Counted, Counted.min(1)])),
  /** Requests in flight, by replica of endpoints that limit them, those with none left out. */
  inFlight: z.record(z.string().max(100), z.int().min(0)),
  /** Endpoints whose requests wait for a place at a replica. */
  waiting: z.array(EndpointId).max(MOST_TAKINGS),
});
export type GatewayTakings = z.infer<typeof GatewayTakings>;
