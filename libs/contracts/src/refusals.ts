/** One refusal: what a person reads, and what each protocol answers. `{param}` in `detail` is filled from the refusal's parameters. */
export type RefusalKind = Readonly<{
  status:
    | (400 | 401 | 402 | 403 | 404 | 405 | 408 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 431)
    | (500 | 502 | 503 | 504);
  grpc:
    | 'INVALID_ARGUMENT'
    | 'UNAUTHENTICATED'
    | 'PERMISSION_DENIED'
    | 'NOT_FOUND'
    | 'ALREADY_EXISTS'
    | 'FAILED_PRECONDITION'
    | 'ABORTED'
    | 'RESOURCE_EXHAUSTED'
    | 'UNAVAILABLE'
    | 'DEADLINE_EXCEEDED'
    | 'INTERNAL';
  title: string;
  detail: string;
  /** What to do about it. */
  remedy: string;
}>;

const refusal = (
  status: RefusalKind['status'],
  grpc: RefusalKind['grpc'],
  title: string,
  text: Readonly<{ detail: string; remedy: string }>,
): RefusalKind => ({ status, grpc, title, ...text });

/** Every way Tidegate says no. A code is public and never reused. Pages in docs/errors are generated from this table. */
export const REFUSALS = {
  internal: refusal(500, 'INTERNAL', 'Something went wrong on our side', {
    detail: 'An error was recorded under request id {requestId}.',
    remedy: 'Try again; if it stays, give the request id to whoever runs this platform.',
  }),
  'request.invalid': refusal(400, 'INVALID_ARGUMENT', 'The request has invalid fields', {
    detail: '{count} problem(s); see errors for each field.',
    remedy: 'Correct the fields named in errors and send it again.',
  }),
  'request.bad_json': refusal(400, 'INVALID_ARGUMENT', 'The body is not valid JSON', {
    detail: 'The body could not be parsed: {problem}.',
    remedy: 'Send one JSON object with content-type application/json.',
  }),
  'request.too_large': refusal(413, 'RESOURCE_EXHAUSTED', 'The body is too large', {
    detail: 'This route takes at most {limitBytes} bytes.',
    remedy: 'Send a smaller body.',
  }),
  'request.malformed': refusal(400, 'INVALID_ARGUMENT', 'The request is not understandable', {
    detail: 'The bytes received are not a valid HTTP request.',
    remedy: 'Send the request with an HTTP/1.1 client.',
  }),
  'request.model_missing': refusal(400, 'INVALID_ARGUMENT', 'The body names no model', {
    detail: 'The field “model” must be the id or name of an endpoint.',
    remedy: 'Set “model”; GET /v1/models lists what this token may call.',
  }),
  'request.headers_too_large': refusal(431, 'RESOURCE_EXHAUSTED', 'The headers are too large', {
    detail: 'The request line and headers together may have at most {limitBytes} bytes.',
    remedy: 'Send fewer or shorter headers.',
  }),
  'request.timeout': refusal(408, 'DEADLINE_EXCEEDED', 'The request came too slowly', {
    detail: 'The whole request did not arrive in time.',
    remedy: 'Send it again over a better connection.',
  }),
  'request.unsupported_media_type': refusal(415, 'INVALID_ARGUMENT', 'The content type is not supported', {
    detail: 'The content type {contentType} is not understood here.',
    remedy: 'Send application/json.',
  }),
  'request.key_reused': refusal(
    422,
    'FAILED_PRECONDITION',
    'The idempotency key was used for another request',
    {
      detail: 'The Idempotency-Key came with another route or body within the last 24 hours.',
      remedy: 'Use a new key for a new request; repeat the same request under the same key.',
    },
  ),
  'request.in_progress': refusal(409, 'ABORTED', 'The same request is being worked on', {
    detail: 'A request with this Idempotency-Key has not been answered yet.',
    remedy: 'Send it again in a few seconds.',
  }),
  'route.not_found': refusal(404, 'NOT_FOUND', 'There is no such route', {
    detail: '{method} {path} does not exist.',
    remedy: 'See the API description at /v1/openapi.json.',
  }),
  'route.method_not_allowed': refusal(405, 'INVALID_ARGUMENT', 'The method is not allowed here', {
    detail: '{path} does not take {method}.',
    remedy: 'Use one of: {allowed}.',
  }),
  'token.missing': refusal(401, 'UNAUTHENTICATED', 'A token is needed', {
    detail: 'The request has no Authorization header with a bearer token.',
    remedy: 'Send “Authorization: Bearer <token>”.',
  }),
  'token.invalid': refusal(401, 'UNAUTHENTICATED', 'The token is not valid', {
    detail: 'The bearer token is unknown, revoked or expired.',
    remedy: 'Use a valid token, or issue a new one.',
  }),
  'token.scope_missing': refusal(403, 'PERMISSION_DENIED', 'The token may not do this', {
    detail: 'The token lacks the scope “{scope}”.',
    remedy: 'Use a token with that scope.',
  }),
  'token.not_found': refusal(404, 'NOT_FOUND', 'There is no such token', {
    detail: 'No token {tokenId} in this project.',
    remedy: 'List the tokens of the project to find its id.',
  }),
  'project.not_found': refusal(404, 'NOT_FOUND', 'There is no such project', {
    detail: 'No project {projectId} that this token may see.',
    remedy: 'Check the id and the token.',
  }),
  'project.not_chosen': refusal(400, 'INVALID_ARGUMENT', 'A project must be named', {
    detail: 'The operator’s token belongs to no project, and this route acts in one.',
    remedy: 'Send the header X-Tidegate-Project with the id of the project.',
  }),
  'project.name_taken': refusal(409, 'ALREADY_EXISTS', 'The project name is taken', {
    detail: 'A project named “{name}” exists.',
    remedy: 'Choose another name.',
  }),
  'endpoint.not_found': refusal(404, 'NOT_FOUND', 'There is no such endpoint', {
    detail: 'No endpoint {endpoint} that this token may see.',
    remedy: 'Check the id or name, and the token’s project.',
  }),
  'endpoint.exists': refusal(409, 'ALREADY_EXISTS', 'The endpoint exists already', {
    detail: 'The endpoint {endpointId} was created before.',
    remedy: 'Nothing needs to be done, or use another id.',
  }),
  'endpoint.name_taken': refusal(409, 'ALREADY_EXISTS', 'The endpoint name is taken', {
    detail: 'This project has an endpoint named “{name}”.',
    remedy: 'Choose another name, or delete the other endpoint.',
  }),
  'endpoint.deleted': refusal(410, 'NOT_FOUND', 'The endpoint was deleted', {
    detail: 'The endpoint {endpointId} was deleted and does not come back.',
    remedy: 'Create a new endpoint.',
  }),
  'endpoint.action_not_allowed': refusal(409, 'FAILED_PRECONDITION', 'The endpoint cannot do this now', {
    detail: '“{action}” is not possible while it is {state}.',
    remedy: 'Allowed now: {allowed}.',
  }),
  'endpoint.confirm_mismatch': refusal(422, 'FAILED_PRECONDITION', 'The deletion was not confirmed', {
    detail: 'confirm must be the endpoint’s name.',
    remedy: 'Send {"confirm": "<name of the endpoint>"}.',
  }),
  'endpoint.stopped': refusal(503, 'UNAVAILABLE', 'The endpoint is stopped', {
    detail: 'The endpoint {endpointId} is {state} and takes no requests.',
    remedy: 'Start it: POST /v1/endpoints/{endpointId}/start.',
  }),
  'endpoint.waking': refusal(503, 'UNAVAILABLE', 'The endpoint is waking', {
    detail: 'No replica became ready within the time this request could wait.',
    remedy: 'Send it again after the Retry-After time.',
  }),
  'endpoint.queue_full': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many requests are waiting', {
    detail: 'The queue of this endpoint is full.',
    remedy: 'Send it again after the Retry-After time, or raise maxReplicas.',
  }),
  'log.too_many_followers': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many logs are being followed', {
    detail: 'At most {limit} logs are followed at once here.',
    remedy: 'Close another one, or ask again later.',
  }),
  'invocation.not_found': refusal(404, 'NOT_FOUND', 'There is no such invocation', {
    detail:
      'No invocation {invocationId} of an endpoint that this token may see; results are kept for a limited time.',
    remedy: 'Check the ids, and the token’s project.',
  }),
  'gateway.overloaded': refusal(503, 'RESOURCE_EXHAUSTED', 'The gateway is at its limit', {
    detail: 'The gateway holds as many request bodies as its memory allows.',
    remedy: 'Send it again after the Retry-After time.',
  }),
  'replica.unreachable': refusal(502, 'UNAVAILABLE', 'The replica did not answer', {
    detail: 'The replica closed the connection before it answered.',
    remedy: 'Send it again.',
  }),
  'replica.timeout': refusal(504, 'DEADLINE_EXCEEDED', 'The replica answered too late', {
    detail: 'No first byte within {seconds} s.',
    remedy: 'Send it again, or raise the endpoint’s limit.',
  }),
  'stream.conflict': refusal(409, 'ABORTED', 'Somebody else changed it at the same time', {
    detail: 'The change was tried {attempts} times and met another one each time.',
    remedy: 'Send it again.',
  }),
  'service.unavailable': refusal(503, 'UNAVAILABLE', 'A part of the platform is not available', {
    detail: 'The {service} service did not answer in time.',
    remedy: 'Try again in a few seconds.',
  }),
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;
