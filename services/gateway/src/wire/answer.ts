import { REFUSALS, type Refusal, type RefusalCode, openAiErrorOf, problemOf } from '@tidegate/contracts';

/** An answer of the gateway's own, ready to be written. */
export type Answer = Readonly<{
  status: number;
  /** Names and values by turns. */
  headers: readonly string[];
  body: string;
}>;

export type ErrorShape = 'openai' | 'problem';

/** Refusals that pass by waiting: stock clients are told to try again. */
const PASSING: ReadonlySet<RefusalCode> = new Set([
  'endpoint.waking',
  'endpoint.busy',
  'rate_limit.exceeded',
  'endpoint.queue_full',
  'gateway.overloaded',
  'service.unavailable',
]);
/** 5xx that the same request would meet again. */
const LASTING: ReadonlySet<RefusalCode> = new Set(['endpoint.stopped']);

/** Which field of an OpenAI call a refusal is about. */
const PARAMS: Readonly<Partial<Record<RefusalCode, string>>> = {
  'request.model_missing': 'model',
  'endpoint.not_found': 'model',
};

const extraHeaders = (refusal: Refusal, retryAfterMs: number): string[] => {
  const { code, params } = refusal;
  if (PASSING.has(code))
    return [
      'retry-after',
      String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
      'retry-after-ms',
      String(Math.round(retryAfterMs)),
      'x-should-retry',
      'true',
    ];
  if (LASTING.has(code)) return ['x-should-retry', 'false'];
  if (code === 'token.missing' || code === 'token.invalid')
    return ['www-authenticate', 'Bearer realm="tidegate"'];
  if (code === 'route.method_not_allowed') return ['allow', String(params['allowed'])];
  return [];
};

export const answerJson = (status: number, value: unknown, headers: readonly string[]): Answer =>
  answerJsonText(status, JSON.stringify(value), headers);

/** @param body as it is written */
export const answerJsonText = (status: number, body: string, headers: readonly string[]): Answer => ({
  status,
  headers: [
    'content-type',
    'application/json',
    'content-length',
    String(Buffer.byteLength(body)),
    ...headers,
  ],
  body,
});

export const errorBody = (refusal: Refusal): ReturnType<typeof openAiErrorOf> =>
  openAiErrorOf(refusal, PARAMS[refusal.code] ?? null);

/** `retryAfterMs` counts only where waiting helps. */
export const refusalAnswer = (
  refusal: Refusal,
  shape: ErrorShape,
  requestId: string,
  retryAfterMs = 1000,
): Answer => {
  const { status } = REFUSALS[refusal.code];
  const headers = ['x-request-id', requestId, ...extraHeaders(refusal, retryAfterMs)];
  if (shape === 'openai') return answerJson(status, errorBody(refusal), headers);
  const { body, headers: jsonHeaders } = answerJson(status, problemOf(refusal, requestId), headers);
  return { status, headers: ['content-type', 'application/problem+json', ...jsonHeaders.slice(2)], body };
};
