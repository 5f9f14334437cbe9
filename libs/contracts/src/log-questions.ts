import { z } from 'zod';
import { EndpointId, ProjectId, ReplicaId } from './ids.ts';
import { LINE_SEVERITIES } from './shipped-line.ts';

/** Where a line came from: one of its replica’s outputs, what it pushed (OTLP, Loki), or the platform itself. */
export const LOG_STREAMS = ['stdout', 'stderr', 'pushed', 'platform'] as const;
export type LogStream = (typeof LOG_STREAMS)[number];

export const LogLineView = z.object({
  /** Rises with storage: a cursor for following and for pages. */
  cursor: z.string(),
  /** Null: the platform says it of the endpoint as a whole. */
  replicaId: ReplicaId.nullable(),
  /** Of this replica, over all that it says, without gaps; lines of the platform have none of their own. */
  sequence: z.int(),
  at: z.iso.datetime(),
  stream: z.enum(LOG_STREAMS),
  severity: z.enum(LINE_SEVERITIES),
  text: z.string(),
  /** The trace and the request that it is about, when it says so. */
  traceId: z.string().nullable(),
  requestId: z.string().nullable(),
  /** What was pushed with it; null: nothing. */
  attributes: z.record(z.string(), z.string()).nullable(),
});
export type LogLineView = z.infer<typeof LogLineView>;

/** What a line must hold: a piece of text as it is, or an expression in RE2’s syntax. */
export const LogSearch = z.object({
  text: z.string().min(1).max(500),
  caseSensitive: z.boolean(),
  regex: z.boolean(),
});
export type LogSearch = z.infer<typeof LogSearch>;

const Cursor = z.string().max(100);

export const LogTailAsk = z.object({
  projectId: ProjectId,
  endpointId: EndpointId,
  replicaId: ReplicaId.nullable(),
  /** The replica before that one; without one, before the newest. */
  previous: z.boolean(),
  /** Microseconds since 1970: written at or after, and before. */
  sinceUs: z.int().min(0).nullable(),
  untilUs: z.int().min(0).nullable(),
  stream: z.enum(LOG_STREAMS).nullable(),
  /** At least so grave. */
  severity: z.enum(LINE_SEVERITIES).nullable(),
  search: LogSearch.nullable(),
  traceId: z.string().max(100).nullable(),
  requestId: z.string().max(200).nullable(),
  /** Stored after this cursor, the next ones. */
  after: Cursor.nullable(),
  /** Stored before this cursor, the last ones. Without either: the newest. */
  before: Cursor.nullable(),
  limit: z.int().min(1).max(5000),
});
export type LogTailAsk = z.infer<typeof LogTailAsk>;

export const LogTailAnswer = z.object({
  /** In the order of storage. */
  lines: z.array(LogLineView),
  /** Everything up to it was looked at: as `after` it goes on. */
  cursor: z.string(),
  /** As `before` it goes on with what is older; null: there is nothing older that could be asked for. */
  olderCursor: z.string().nullable(),
  /** Null: as far as was asked. Otherwise time was up here, and lines beyond it were not looked at yet. */
  cameTo: z.iso.datetime().nullable(),
});
export type LogTailAnswer = z.infer<typeof LogTailAnswer>;

/** Everything, unless it is said otherwise. */
export const EVERY_LINE = {
  replicaId: null,
  previous: false,
  sinceUs: null,
  untilUs: null,
  stream: null,
  severity: null,
  search: null,
  traceId: null,
  requestId: null,
  after: null,
  before: null,
} as const satisfies Partial<LogTailAsk>;
