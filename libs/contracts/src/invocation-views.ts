import { z } from 'zod';
import { EndpointId, InvocationId } from './ids.ts';

export const INVOCATION_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type InvocationState = (typeof INVOCATION_STATES)[number];

/** An asynchronous request, without its body and its result. */
export const InvocationView = z.object({
  id: InvocationId,
  endpointId: EndpointId,
  /** A running one may have its answer already, which is then being stored. */
  state: z.enum(INVOCATION_STATES),
  /** Tries at a replica. */
  attempts: z.int(),
  maxAttempts: z.int(),
  queuedAt: z.iso.datetime(),
  /** Of the first try. */
  startedAt: z.iso.datetime().nullable(),
  /** Of its answer, or of its being given up or cancelled. */
  finishedAt: z.iso.datetime().nullable(),
  /** While it waits and is not tried after this, it is given up. */
  expiresAt: z.iso.datetime(),
  /** Milliseconds in tries so far. */
  ranMs: z.int(),
  /** Milliseconds since it was accepted that were not in tries. */
  waitedMs: z.int(),
  /** What the replica answered last, of a finished one. */
  status: z.int().nullable(),
  /** Why it failed, or why its last try did. */
  error: z.string().nullable(),
  contentType: z.string().nullable(),
  /** Where its result is, or will be. */
  responseLocation: z.string(),
  /** It was given up: it can be queued anew. */
  deadLetter: z.boolean(),
  replayOf: InvocationId.nullable(),
  /** The one as which it was queued anew. */
  replayedAs: InvocationId.nullable(),
});
export type InvocationView = z.infer<typeof InvocationView>;
