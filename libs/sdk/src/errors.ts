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

/** The platform refused or failed: an answer that is not 2xx (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Of the catalogue in docs/errors, like `endpoint.not_found`; `unknown` when the answer was no problem document. */
  readonly code: string;
  readonly detail: string | null;
  readonly remedy: string | null;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];

  constructor(status: number, body: unknown) {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Problem;
    super(problem.title ?? `The platform answered ${status}`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.detail = problem.detail ?? null;
    this.remedy = problem.remedy ?? null;
    this.requestId = problem.requestId ?? null;
    this.errors = problem.errors ?? [];
  }
}

/**
 * @returns what was answered
 * @throws ApiError when it was refused
 */
export const unwrap = async <Data>(
  answering: Promise<Readonly<{ data?: Data; error?: unknown; response: Response }>>,
): Promise<Data> => {
  const { data, error, response } = await answering;
  if (!response.ok) throw new ApiError(response.status, error);
  return data as Data;
};
