import { type InvocationView, type ResultPlace, locationOf, readTarget } from '@tidegate/contracts';
import type { Stored } from './invocation-row.ts';

/** What was answered. */
export type Answered = Readonly<{ contentType: string; body: Buffer }>;

export const placeOf = ({ id, endpointId, life }: Stored): ResultPlace => {
  const target = readTarget(life.target);
  // It was read when the request was accepted, so this does not happen.
  if (typeof target === 'string') throw new Error(`the target ${target}`);
  return { target, endpointId, invocationId: id };
};

export const statusPath = (endpointId: string, id: string): string => `/api/d/${endpointId}/requests/${id}`;

/** What a caller who asks for it reads, beside the result. */
export const invocationView = (stored: Stored, nowMs: number): InvocationView => {
  const { life } = stored;
  const ranMs = life.ranMs + (life.triedAtMs === null ? 0 : Math.max(0, nowMs - life.triedAtMs));
  return {
    id: stored.id,
    endpointId: stored.endpointId,
    state: life.state === 'storing' ? 'running' : life.state,
    attempts: life.attempts,
    maxAttempts: life.maxAttempts,
    queuedAt: isoOf(stored.queuedAtMs),
    startedAt: life.startedAtMs === null ? null : isoOf(life.startedAtMs),
    finishedAt: life.finishedAtMs === null ? null : isoOf(life.finishedAtMs),
    expiresAt: isoOf(life.expiresAtMs),
    ranMs: Math.round(ranMs),
    waitedMs: Math.max(0, Math.round((life.finishedAtMs ?? nowMs) - stored.queuedAtMs - ranMs)),
    status: life.status,
    error: life.error,
    contentType: life.contentType,
    responseLocation: locationOf(placeOf(stored), statusPath(stored.endpointId, stored.id)),
    deadLetter: life.givenUp,
    replayOf: stored.replayOf,
    replayedAs: stored.replayedAs,
  };
};

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** The document that is stored of an answer: what is known of the invocation, and the result. */
export const resultDocument = (stored: Stored, answered: Answered | null, nowMs: number): Buffer => {
  const { life } = stored;
  const state = life.error === null ? 'succeeded' : 'failed';
  const view: Partial<InvocationView> = { ...invocationView(stored, nowMs), state };
  delete view.replayedAs;
  return Buffer.from(JSON.stringify({ ...view, ...(answered && resultOf(answered)) }));
};

export type ResultPart =
  Readonly<{ result: unknown }> | Readonly<{ resultText: string }> | Readonly<{ resultBase64: string }>;

/** As JSON where it is JSON, as text where it is text, else as base64. */
export const resultOf = ({ contentType, body }: Answered): ResultPart => {
  if (/^application\/(?:[\w.+-]*\+)?json\b/i.test(contentType))
    try {
      return { result: JSON.parse(body.toString('utf8')) as unknown };
    } catch {
      return { resultText: body.toString('utf8') };
    }
  if (/^text\//i.test(contentType)) return { resultText: body.toString('utf8') };
  return { resultBase64: body.toString('base64') };
};

/** The result in a document. */
export const resultIn = (document: Buffer): Partial<Record<string, unknown>> => {
  const { result, resultText, resultBase64 } = JSON.parse(document.toString('utf8')) as Record<
    string,
    unknown
  >;
  if (result !== undefined) return { result };
  if (resultText !== undefined) return { resultText };
  return resultBase64 === undefined ? {} : { resultBase64 };
};
