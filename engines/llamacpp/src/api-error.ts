/** What a caller is told, in OpenAI's error shape. Anything else that is thrown is a bug and answered as one. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly param: string | null;

  constructor(status: number, type: string, code: string, detail: { message: string; param?: string }) {
    super(detail.message);
    this.status = status;
    this.type = type;
    this.code = code;
    this.param = detail.param ?? null;
  }

  body(): { error: { message: string; type: string; param: string | null; code: string } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

export const invalid = (param: string, message: string, code = 'invalid_value'): ApiError =>
  new ApiError(400, 'invalid_request_error', code, { message, param });

export const loading = (): ApiError =>
  new ApiError(503, 'unavailable_error', 'loading_model', { message: 'The model is still loading.' });

export const stopping = (): ApiError =>
  new ApiError(503, 'unavailable_error', 'shutting_down', { message: 'The engine is shutting down.' });

export const queueFull = (): ApiError =>
  new ApiError(429, 'rate_limit_error', 'queue_full', {
    message: 'All slots are busy and the queue is full. Retry shortly.',
  });

export const tooLarge = (limitBytes: number): ApiError =>
  new ApiError(413, 'invalid_request_error', 'request_too_large', {
    message: `The request body is larger than ${limitBytes} bytes.`,
  });

export const contextExceeded = (param: string, tokens: number, limit: number): ApiError =>
  invalid(
    param,
    `This model's context is ${limit} tokens, and the request has ${tokens}: shorten it.`,
    'context_length_exceeded',
  );

export const unknownPath = (method: string, path: string): ApiError =>
  new ApiError(404, 'invalid_request_error', 'unknown_url', {
    message: `Unknown request URL: ${method} ${path}.`,
  });

export const internal = (): ApiError =>
  new ApiError(500, 'server_error', 'internal_error', {
    message: 'The engine failed to answer this request.',
  });
