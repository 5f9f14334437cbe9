/** What a field of a request has against it; `pointer` as in RFC 6901. */
export type FieldError = Readonly<{ pointer: string; message: string }>;

type Problem = Readonly<{
  title?: string;
  detail?: string;
  remedy?: string;
  code?: string;
  requestId?: string;
  errors?: readonly FieldError[];
}>;

/** The inference paths answer in the shape of the OpenAI API instead. */
const problemIn = (body: unknown): Problem => {
  if (typeof body !== 'object' || body === null) return {};
  const { error } = body as Readonly<{ error?: Readonly<{ message?: string; code?: string | null }> }>;
  return error ? { title: error.message ?? '', code: error.code ?? '' } : body;
};

/** Statuses that pass by themselves. */
const PASSING = new Set([408, 425, 429, 502, 503, 504]);
/** Conflicts that pass by themselves. */
const PASSING_CODES = new Set(['request.in_progress', 'stream.conflict']);

/** The platform refused or failed: an answer that is not 2xx (RFC 9457). Its class is by its status, its `code` says more. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number;
  /** Of the catalogue in docs/errors, like `endpoint.not_found`; `unknown` when the answer was no problem document. */
  readonly code: string;
  readonly detail: string | null;
  readonly remedy: string | null;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];
  /** How long the platform wants to be left alone; null: it did not say. */
  readonly retryAfterMs: number | null;

  constructor(status: number, body: unknown, retryAfterMs: number | null = null) {
    const problem = problemIn(body);
    super(problem.title || `The platform answered ${status}`);
    this.status = status;
    this.code = problem.code || 'unknown';
    this.detail = problem.detail ?? null;
    this.remedy = problem.remedy ?? null;
    this.requestId = problem.requestId ?? null;
    this.errors = problem.errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request may be answered later, as it is. */
  get retryable(): boolean {
    return PASSING.has(this.status) || PASSING_CODES.has(this.code);
  }
}

/** 400, 413, 415, 422: the request is wrong; `errors` names its fields. */
export class InvalidRequestError extends ApiError {
  override readonly name = 'InvalidRequestError';
}
/** 401: no token, one that is not taken, or a session that is over. */
export class UnauthenticatedError extends ApiError {
  override readonly name = 'UnauthenticatedError';
}
/** 402, 403: the caller may not do this, or there is no money or quota left for it. */
export class ForbiddenError extends ApiError {
  override readonly name = 'ForbiddenError';
}
/** 404, 410: it is not there, or not there any more. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}
/** 409, 412: it cannot be done as things are now. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError';
}
/** 429: too much at once; `retryAfterMs` says for how long. */
export class TooManyRequestsError extends ApiError {
  override readonly name = 'TooManyRequestsError';
}
/** 5xx: the platform, or the replica behind it, could not. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';
}

/** No answer came: nothing listens there, the connection broke, or it took too long. Whether the request had an effect is not known. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly retryable = true;
}

const CLASSES: Readonly<Record<number, typeof ApiError>> = {
  400: InvalidRequestError,
  401: UnauthenticatedError,
  402: ForbiddenError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: NotFoundError,
  412: ConflictError,
  413: InvalidRequestError,
  415: InvalidRequestError,
  422: InvalidRequestError,
  429: TooManyRequestsError,
};

/** The error that an answer is, by its status. */
export const errorOf = (status: number, body: unknown, retryAfterMs: number | null = null): ApiError => {
  const Kind = CLASSES[status] ?? (status >= 500 ? ServerError : ApiError);
  return new Kind(status, body, retryAfterMs);
};

/**
 * What `retry-after-ms` or `Retry-After` (seconds or a date) say.
 * @returns null when neither says anything that can be understood
 */
export const retryAfterMsOf = (headers: Headers, nowMs: number): number | null => {
  const exact = headers.get('retry-after-ms');
  if (exact !== null && /^\d+$/.test(exact)) return Number(exact);
  const given = headers.get('retry-after');
  if (given === null) return null;
  const waitMs = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs);
};

type Answering<Data> = Promise<Readonly<{ data?: Data; error?: unknown; response: Response }>>;

/**
 * @returns what was answered
 * @throws ApiError when it was refused; ConnectionError when no answer came
 */
export const unwrap = async <Data>(answering: Answering<Data>): Promise<Data> => {
  const { data, error, response } = await answering;
  if (!response.ok) throw errorOf(response.status, error, retryAfterMsOf(response.headers, Date.now()));
  return data as Data;
};
