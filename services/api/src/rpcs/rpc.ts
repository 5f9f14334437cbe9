import { refuse } from '@tidegate/contracts';

export type Json = Readonly<Record<string, unknown>>;

/** A call of the REST API. */
export type Asked = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Json;
  headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a text as it is, with the content type of the headers. */
  body?: Json | string;
}>;
export type Answered = Readonly<{ body: Json; text: string; headers: Readonly<Record<string, unknown>> }>;

/**
 * A unary method as another spelling of a REST operation: what it asks for and how the answer reads. Everything else, from the
 * token to the idempotency key and each refusal, is then the same because it is the same code.
 */
export type Rpc = Readonly<{ ask: (request: Json) => Asked; answer: (answered: Answered) => Json }>;
export type Rpcs = Readonly<Record<string, Rpc>>;

/** An id of the request as a part of a path. What could not be one never reaches the router. */
export const idIn = (request: Json, field: string): string => {
  const id = request[field];
  return typeof id === 'string' && /^[\w-]{1,100}$/.test(id)
    ? id
    : refuse('request.invalid', { count: 1 }, [{ pointer: `/${field}`, message: 'must be an id' }]);
};

/** The same for the name of a host. */
export const hostIn = (request: Json, field: string): string => {
  const host = request[field];
  return typeof host === 'string' && /^(?=.{1,253}$)[\w-]+(?:\.[\w-]+)*$/.test(host)
    ? host
    : refuse('request.invalid', { count: 1 }, [
        { pointer: `/${field}`, message: 'must be the name of a host' },
      ]);
};

/** Fields of the request that are given. */
export const pick = (request: Json, ...fields: readonly string[]): Json =>
  Object.fromEntries(
    fields.filter((field) => request[field] !== undefined).map((field) => [field, request[field]]),
  );

/** The answer is one thing: it becomes the field of that name. */
export const as =
  (field: string) =>
  ({ body }: Answered): Json => ({ [field]: body });

/** The same with its version. */
export const withEtag =
  (field: string) =>
  ({ body, headers }: Answered): Json => ({ [field]: body, etag: headers['etag'] });

/** The answer is a page: its items become the field of that name. */
export const pageAs =
  (field: string) =>
  ({ body }: Answered): Json => ({ [field]: body['items'], nextCursor: body['nextCursor'] });

export const whole = ({ body }: Answered): Json => body;
export const nothing = (): Json => ({});
