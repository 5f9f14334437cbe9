import { REFUSALS, type RefusalCode, type RefusalKind } from './refusals.ts';

export type RefusalParams = Readonly<Record<string, string | number>>;
/**
 * One problem of one field: a JSON pointer into the body (RFC 6901), `?name` for a query parameter (`?limit`), or the name of
 * a header (`Idempotency-Key`).
 */
export type FieldProblem = Readonly<{ pointer: string; message: string }>;

/** A command that must not be done. Everything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly params: RefusalParams;
  readonly problems: readonly FieldProblem[];

  constructor(code: RefusalCode, params: RefusalParams = {}, problems: readonly FieldProblem[] = []) {
    super(fill(REFUSALS[code].detail, params));
    this.code = code;
    this.params = params;
    this.problems = problems;
  }
}

const fill = (text: string, params: RefusalParams): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));

export const refuse = (
  code: RefusalCode,
  params?: RefusalParams,
  problems?: readonly FieldProblem[],
): never => {
  throw new Refusal(code, params, problems);
};

/** RFC 9457 problem details, with our stable code. `type` leads to the page of the code. */
export type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  detail: string;
  code: RefusalCode;
  remedy: string;
  requestId: string;
  errors?: readonly FieldProblem[];
}>;

export const problemOf = (refusalError: Refusal, requestId: string): Problem => {
  const { status, title, remedy } = REFUSALS[refusalError.code];
  return {
    type: `/docs/errors/${refusalError.code}`,
    title,
    status,
    detail: refusalError.message,
    code: refusalError.code,
    remedy: fill(remedy, refusalError.params),
    requestId,
    ...(refusalError.problems.length > 0 && { errors: refusalError.problems }),
  };
};

/** The error shape of the OpenAI API, which every inference path answers with. */
export type OpenAiError = Readonly<{
  error: { message: string; type: string; param: string | null; code: string };
}>;

const OPENAI_TYPES: Readonly<Partial<Record<RefusalKind['status'], string>>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  500: 'server_error',
  502: 'server_error',
  503: 'server_error',
  504: 'server_error',
};

/** Codes for which OpenAI has a word that client libraries know. */
const OPENAI_CODES: Readonly<Partial<Record<RefusalCode, string>>> = {
  'token.missing': 'invalid_api_key',
  'token.invalid': 'invalid_api_key',
  'endpoint.not_found': 'model_not_found',
  'endpoint.waking': 'endpoint_waking',
  'endpoint.queue_full': 'queue_full',
  'endpoint.busy': 'endpoint_busy',
  'rate_limit.exceeded': 'rate_limit_exceeded',
  'route.not_found': 'unknown_url',
  'request.bad_json': 'invalid_json',
  'request.model_missing': 'missing_required_parameter',
};

export const openAiErrorOf = (refusalError: Refusal, param: string | null = null): OpenAiError => {
  const { status, remedy } = REFUSALS[refusalError.code];
  return {
    error: {
      message: `${refusalError.message} ${fill(remedy, refusalError.params)}`,
      type: OPENAI_TYPES[status] ?? 'invalid_request_error',
      param,
      code: OPENAI_CODES[refusalError.code] ?? refusalError.code,
    },
  };
};
