import { z } from 'zod';
import { EndpointId, LogSinkId, ProjectId } from './ids.ts';
import { LOG_SINK_KINDS, LOG_SINK_LIMITS } from './log-sink.events.ts';
import type { Question } from './questions.ts';

export const LOG_SINK_STATES = ['active', 'failing', 'disabled'] as const;

const At = z.iso.datetime();

/** A receiver that lines of a project are shipped to, and how that fares. */
export const LogSinkView = z.object({
  id: LogSinkId,
  projectId: ProjectId,
  kind: z.enum(LOG_SINK_KINDS),
  url: z.string(),
  description: z.string(),
  /** Empty: every endpoint of the project. */
  endpointIds: z.array(EndpointId),
  /** Values are never shown. */
  headerNames: z.array(z.string()),
  /** `failing`: the last try failed, and the next one is to come. */
  state: z.enum(LOG_SINK_STATES),
  /** Why the last try failed, or why the receiver took only a part. */
  lastError: z.string().nullable(),
  failingSince: At.nullable(),
  nextTryAt: At.nullable(),
  lastSentAt: At.nullable(),
  linesSent: z.int(),
  /** Lines that the receiver said it will never take. */
  linesRejected: z.int(),
  /** How old the oldest line is that was found and not shipped yet; 0: there is none. */
  lagSeconds: z.number(),
  createdAt: At,
  updatedAt: At,
});
export type LogSinkView = z.infer<typeof LogSinkView>;

const { urlCharacters, descriptionCharacters, endpoints, headerValueCharacters } = LOG_SINK_LIMITS;

/** What is left out stays as it is. */
export const LogSinkWish = z.object({
  kind: z.enum(LOG_SINK_KINDS),
  url: z.string().max(urlCharacters),
  description: z.string().max(descriptionCharacters),
  endpointIds: z.array(EndpointId).max(endpoints),
  headers: z.record(z.string(), z.string().max(headerValueCharacters)),
  enabled: z.boolean(),
});
export type LogSinkWish = z.infer<typeof LogSinkWish>;

/** What one line came to that was sent to try a sink out. */
export const LogSinkTest = z.object({
  delivered: z.boolean(),
  /** What the receiver answered; null: there was no answer. */
  status: z.int().nullable(),
  error: z.string().nullable(),
});
export type LogSinkTest = z.infer<typeof LogSinkTest>;

const one = { projectId: ProjectId, sinkId: LogSinkId };
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };

const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const logSinkQuestions = {
  all: question(
    'logs.sinks',
    z.object({ projectId: ProjectId, limit: z.int().min(1).max(500), cursor: z.string().nullable() }),
    z.object({ items: z.array(LogSinkView), nextCursor: z.string().nullable() }),
  ),
  one: question('logs.sink', z.object(one), LogSinkView),
  create: question(
    'logs.create-sink',
    z.object({ projectId: ProjectId, wish: LogSinkWish, ...because }),
    LogSinkView,
  ),
  change: question(
    'logs.change-sink',
    z.object({ ...one, wish: LogSinkWish.partial(), ...because }),
    LogSinkView,
  ),
  remove: question('logs.remove-sink', z.object({ ...one, ...because }), z.object({})),
  test: question('logs.test-sink', z.object(one), LogSinkTest),
} as const;
