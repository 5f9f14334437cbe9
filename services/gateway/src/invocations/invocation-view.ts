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
  return Buffer.from(withMember(view, answered && resultOf(answered)));
};

/** A member of a JSON object, as it is written. */
type Member = string;

/** The object with one member more: that one is not read and written anew, so that it stays what it was to the last digit. */
export const withMember = (value: object, member: Member | null): string => {
  const text = JSON.stringify(value);
  return member === null ? text : `${text.slice(0, -1)},${member}}`;
};

/** As JSON where it is JSON, as text where it is text, else as base64: no byte is lost. */
const resultOf = ({ contentType, body }: Answered): Member => {
  const isJsonType = /^application\/(?:[\w.+-]*\+)?json\b/i.test(contentType);
  const text = isJsonType || /^text\//i.test(contentType) ? textOf(body, charsetIn(contentType)) : undefined;
  if (text === undefined) return `"resultBase64":"${body.toString('base64')}"`;
  return isJsonType && isJson(text) ? `"result":${text.trim()}` : `"resultText":${JSON.stringify(text)}`;
};

const charsetIn = (contentType: string): string =>
  /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';

/** Undefined when it is not what it is said to be. */
const textOf = (body: Buffer, charset: string): string | undefined => {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Its quotes would be escaped within a text, and nothing before it in a document has a member of that name. */
const RESULT = /,"result(?:Text|Base64)?":/;

/** The result in a document, which is the last that is in it; null where there is none. */
export const resultIn = (document: Buffer): Member | null => {
  const text = document.toString('utf8');
  const at = text.search(RESULT);
  return at < 0 ? null : text.slice(at + 1, -1);
};
