import { type AnyEvent, type Recorded } from '@tidegate/contracts';
import { z } from 'zod';

export const HistoryEventView = z.object({
  id: z.string(),
  /** Its place in the whole log: rises with time. */
  position: z.int(),
  type: z.string(),
  at: z.iso.datetime(),
  /** Who caused it: `operator`, a token’s id, or a service; null when it began within the platform. */
  actor: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Shared by everything that one request led to. */
  correlationId: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryEventView = z.infer<typeof HistoryEventView>;

export const historyViewOf = (event: Recorded<AnyEvent>): HistoryEventView => ({
  id: event.id,
  position: event.position,
  type: event.type,
  at: event.occurredAt.toISOString(),
  actor: event.meta.actor ?? null,
  requestId: event.meta.requestId ?? null,
  correlationId: event.correlationId,
  data: event.data,
});
