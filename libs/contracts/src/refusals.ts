import { alertRefusals } from './alert.refusals.ts';
import { billingRefusals } from './billing.refusals.ts';
import { endpointRefusals } from './endpoint.refusals.ts';
import { invocationRefusals } from './invocation.refusals.ts';
import { logSinkRefusals } from './log-sink.refusals.ts';
import { type RefusalKind, refusal } from './refusal-kind.ts';
import { sessionRefusals } from './session.refusals.ts';
import { webhookRefusals } from './webhook.refusals.ts';

export type { RefusalKind };

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
  'node.not_found': refusal(404, 'NOT_FOUND', 'There is no such node', {
    detail: 'No node {nodeId} has registered.',
    remedy: 'GET /v1/nodes lists the nodes.',
  }),
  'node.in_use': refusal(409, 'FAILED_PRECONDITION', 'The node cannot be removed', {
    detail: 'The node {nodeId} is {state} and has {replicas} replica(s).',
    remedy: 'Drain it and stop its agent, or wait until it is lost; then remove it.',
  }),
  'replica.not_found': refusal(404, 'NOT_FOUND', 'There is no such replica', {
    detail: 'The endpoint has no replica {replicaId}.',
    remedy: 'List the replicas of the endpoint, with stopped=true for those that ended.',
  }),
  'simulation.too_large': refusal(422, 'FAILED_PRECONDITION', 'Too much traffic to replay at once', {
    detail: 'The window has {requests} requests; at most {limit} are replayed at once.',
    remedy: 'Ask for a shorter window with “from” and “to”.',
  }),
  'simulation.too_long': refusal(422, 'FAILED_PRECONDITION', 'The replay took too long', {
    detail: 'The replay did not end within {seconds} seconds.',
    remedy: 'Ask for a shorter window or for fewer policies.',
  }),
  'simulation.busy': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many replays are waiting', {
    detail: 'One replay runs at a time, and {limit} wait already.',
    remedy: 'Ask again in a minute.',
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
  'project.not_empty': refusal(409, 'FAILED_PRECONDITION', 'The project still has endpoints', {
    detail: 'The project has {endpoints} endpoint(s) that are not deleted.',
    remedy: 'Delete its endpoints first.',
  }),
  'project.quota_exceeded': refusal(403, 'RESOURCE_EXHAUSTED', 'The project’s quota does not suffice', {
    detail: '{what}: {wanted} wanted, {limit} allowed.',
    remedy: 'Ask for less, remove something, or ask the operator for a larger quota.',
  }),
  'watch.too_many': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many watchers', {
    detail: 'At most {limit} streams are watched at once here.',
    remedy: 'Close another one, or ask again later.',
  }),
  'request.bad_yaml': refusal(400, 'INVALID_ARGUMENT', 'The body is not valid YAML', {
    detail: 'The body could not be parsed: {problem}.',
    remedy: 'Send one or several YAML documents of kind Endpoint.',
  }),
  'log.too_many_followers': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many logs are being followed', {
    detail: 'At most {limit} logs are followed at once here.',
    remedy: 'Close another one, or ask again later.',
  }),
  'log.too_many_downloads': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many logs are being downloaded', {
    detail: 'At most {limit} logs are downloaded at once here.',
    remedy: 'Wait until another one has ended, or read the log page by page.',
  }),
  'log.too_many_searches': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many searches at once', {
    detail: 'At most {limit} searches of logs wait at once here.',
    remedy: 'Ask again in a moment, or narrow it: a replica, a time, a severity.',
  }),
  'request_export.too_many': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many exports at once', {
    detail: 'At most {limit} exports of requests run at once here.',
    remedy: 'Wait until another one has ended, or read the list page by page.',
  }),
  'rate_limit.exceeded': refusal(429, 'RESOURCE_EXHAUSTED', 'The rate limit is reached', {
    detail: 'At most {limit} {what} a minute may be taken.',
    remedy:
      'Send it again after the Retry-After time, or have the limit raised: x-ratelimit headers say what is left.',
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
  ...endpointRefusals,
  ...invocationRefusals,
  ...logSinkRefusals,
  ...sessionRefusals,
  ...webhookRefusals,
  ...alertRefusals,
  ...billingRefusals,
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;
