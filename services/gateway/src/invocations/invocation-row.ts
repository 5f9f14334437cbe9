import type { Life, State } from './invocation.ts';

/** A stored invocation, without its request. */
export type Stored = Readonly<{
  id: string;
  endpointId: string;
  projectId: string;
  queuedAtMs: number;
  resultTtlSeconds: number;
  webhookUrl: string | null;
  path: string;
  contentType: string;
  replayOf: string | null;
  replayedAs: string | null;
  life: Life;
}>;

/** Milliseconds come as whole numbers. */
export type LifeRow = Readonly<
  Omit<Stored, 'life' | 'contentType'> &
    Omit<Life, 'state'> & { state: State; requestType: string; nowMs: number }
>;

const ms = (column: string, as: string): string =>
  `(extract(epoch from ${column}) * 1000)::bigint as "${as}"`;

/** The columns of a LifeRow. */
export const LIFE = [
  'id',
  'endpoint_id as "endpointId"',
  'project_id as "projectId"',
  ms('queued_at', 'queuedAtMs'),
  'result_ttl_seconds as "resultTtlSeconds"',
  'webhook_url as "webhookUrl"',
  'path',
  'request_type as "requestType"',
  'replay_of as "replayOf"',
  'replayed_as as "replayedAs"',
  'state',
  'attempts',
  'max_attempts as "maxAttempts"',
  'target',
  ms('due_at', 'dueAtMs'),
  ms('expires_at', 'expiresAtMs'),
  'holder',
  ms('held_until', 'heldUntilMs'),
  ms('tried_at', 'triedAtMs'),
  ms('started_at', 'startedAtMs'),
  ms('finished_at', 'finishedAtMs'),
  'ran_ms as "ranMs"',
  'status',
  'content_type as "contentType"',
  'error',
  'given_up as "givenUp"',
  ms('clock_timestamp()', 'nowMs'),
].join(', ');

export const lifeOf = (row: LifeRow): Life => ({
  state: row.state,
  attempts: row.attempts,
  maxAttempts: row.maxAttempts,
  target: row.target,
  dueAtMs: row.dueAtMs,
  expiresAtMs: row.expiresAtMs,
  holder: row.holder,
  heldUntilMs: row.heldUntilMs,
  triedAtMs: row.triedAtMs,
  startedAtMs: row.startedAtMs,
  finishedAtMs: row.finishedAtMs,
  ranMs: row.ranMs,
  status: row.status,
  contentType: row.contentType,
  error: row.error,
  givenUp: row.givenUp,
});

export const storedOf = (row: LifeRow): Stored => ({
  id: row.id,
  endpointId: row.endpointId,
  projectId: row.projectId,
  queuedAtMs: row.queuedAtMs,
  resultTtlSeconds: row.resultTtlSeconds,
  webhookUrl: row.webhookUrl,
  path: row.path,
  contentType: row.requestType,
  replayOf: row.replayOf,
  replayedAs: row.replayedAs,
  life: lifeOf(row),
});
