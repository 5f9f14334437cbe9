import { z } from 'zod';
import { EndpointId, ProjectId, ReplicaId, TokenId } from './ids.ts';

/** One request, as whoever owns its endpoint sees it. */
export const RequestView = z.object({
  requestId: z.string(),
  endpointId: EndpointId,
  /** When it arrived. */
  at: z.iso.datetime(),
  method: z.string(),
  /** Without its query. */
  path: z.string(),
  /** Null: none was sent. */
  status: z.int().nullable(),
  /** `client_gone`: the caller hung up; `cut`: the answer was broken off. */
  outcome: z.enum(['answered', 'refused', 'client_gone', 'cut']),
  /** Of a refusal: its code. */
  code: z.string().nullable(),
  clientAddress: z.string(),
  /** Null: it came without one. */
  tokenId: TokenId.nullable(),
  /** The replica that had it last; null: none. */
  replicaId: ReplicaId.nullable(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** From its head to the last byte of its answer. */
  durationMs: z.number(),
  /** To the first byte of the answer; null: there was none. */
  firstByteMs: z.number().nullable(),
  /** How long it waited for a free replica, and how long for one to wake. */
  queueMs: z.number(),
  wakeMs: z.number(),
  /** Replicas that it was sent to, one after the other. */
  attempts: z.int(),
  /** Null: the runtime did not say. */
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  /** The gateway counted the tokens, because the runtime did not say. */
  tokensEstimated: z.boolean(),
  stream: z.boolean(),
  traceId: z.string().nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

/** Requests of which there is no record: too many came at once, or too many are kept. */
export const NotRecordedView = z.object({
  endpointId: EndpointId,
  requests: z.int(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type NotRecordedView = z.infer<typeof NotRecordedView>;

/** Milliseconds, from a histogram: each at most a fifth beside the true one. Null: nothing was measured. */
export const SpreadView = z.object({
  mean: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type SpreadView = z.infer<typeof SpreadView>;

export const HOURLY_BY = ['hour', 'token', 'status', 'endpoint'] as const;

/** The requests that arrived within one hour: all of them, or those of one token, class of status or endpoint. */
export const RequestHourView = z.object({
  /** When the hour began. */
  hour: z.iso.datetime(),
  /** Null: of all. */
  endpointId: EndpointId.nullable(),
  /** Null: of all, or of those without a token. */
  tokenId: TokenId.nullable(),
  statusClass: z.enum(['none', '1xx', '2xx', '3xx', '4xx', '5xx']).nullable(),
  requests: z.int(),
  /** Answered with 5xx, or broken off. */
  errors: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  /** Requests whose tokens are known, and how many of them the gateway counted. */
  requestsWithTokens: z.int(),
  requestsWithTokensEstimated: z.int(),
  durationMs: SpreadView.extend({ longest: z.number() }),
  firstByteMs: SpreadView,
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
});
export type RequestHourView = z.infer<typeof RequestHourView>;

const Place = { limit: z.int().min(1).max(1000), cursor: z.string().nullable() };

/** Newest first. A page may be short, or empty, and yet not be the last one: so much is looked at in one go. */
export const RequestsAsk = z.object({
  projectId: ProjectId,
  endpointId: EndpointId,
  /** From … to …, 0 is none. */
  status: z.object({ from: z.int(), to: z.int() }).nullable(),
  outcome: RequestView.shape.outcome.nullable(),
  /** Of any of these. */
  tokenIds: z.array(TokenId).max(100).nullable(),
  replicaId: ReplicaId.nullable(),
  requestId: z.string().nullable(),
  /** Arrived at this time or later, and before that. */
  sinceUs: z.int().nullable(),
  untilUs: z.int().nullable(),
  minDurationUs: z.int().nullable(),
  ...Place,
});
export const RequestsAnswer = z.object({
  items: z.array(RequestView),
  nextCursor: z.string().nullable(),
  /** Within the asked time, newest first, of the last hours that have some. */
  notRecorded: z.array(NotRecordedView),
});

/** Newest hour first. */
export const RequestHoursAsk = z.object({
  projectId: ProjectId,
  /** Null: of the whole project. */
  endpointId: EndpointId.nullable(),
  by: z.enum(HOURLY_BY),
  sinceUs: z.int(),
  untilUs: z.int(),
  ...Place,
});
export const RequestHoursAnswer = RequestsAnswer.extend({ items: z.array(RequestHourView) });
