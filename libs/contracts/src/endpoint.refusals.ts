import { type RefusalKind, refusal } from './refusal-kind.ts';

/** What is said no to about endpoints and what they name. */
export const endpointRefusals = {
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
  'endpoint.busy': refusal(503, 'UNAVAILABLE', 'The endpoint is busy', {
    detail: 'Every replica had as many requests as it may have, for as long as this one could wait.',
    remedy: 'Send it again after the Retry-After time, or raise maxReplicas or limits.replicaConcurrency.',
  }),
  'endpoint.queue_full': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many requests are waiting', {
    detail: 'The queue of this endpoint is full.',
    remedy: 'Send it again after the Retry-After time, or raise maxReplicas.',
  }),
  'endpoint.changed': refusal(412, 'FAILED_PRECONDITION', 'The endpoint has changed meanwhile', {
    detail: 'If-Match names another version than the present one, {etag}.',
    remedy: 'Read it again, and decide again.',
  }),
  'endpoint.committed': refusal(409, 'FAILED_PRECONDITION', 'The endpoint is reserved', {
    detail: 'It is reserved until {until}: until then it can be neither stopped nor deleted.',
    remedy: 'Wait for the end of the reservation, or ask the operator.',
  }),
  'endpoint.disabled_by_operator': refusal(403, 'PERMISSION_DENIED', 'The operator disabled the endpoint', {
    detail: 'The endpoint {endpointId} was disabled by whoever runs this platform.',
    remedy: 'Ask the operator to enable it.',
  }),
  'endpoint.no_rollout': refusal(409, 'FAILED_PRECONDITION', 'Nothing is being rolled out', {
    detail: 'The endpoint {endpointId} serves one template alone.',
    remedy: 'Begin a rollout by changing a field that needs new replicas.',
  }),
  'endpoint.revision_not_found': refusal(404, 'NOT_FOUND', 'There is no such revision', {
    detail: 'The endpoint {endpointId} has no revision {revision}.',
    remedy: 'List its revisions to find the number.',
  }),
  'endpoint.address_not_allowed': refusal(403, 'PERMISSION_DENIED', 'The address is not allowed', {
    detail: 'No security group of this endpoint allows your address.',
    remedy: 'Call from an allowed address, or ask its owner to add yours.',
  }),
  'endpoint.domain_taken': refusal(409, 'ALREADY_EXISTS', 'The domain belongs to another endpoint', {
    detail: 'The domain {domain} is proven for another endpoint.',
    remedy: 'Remove it there first.',
  }),
  'endpoint.domain_not_found': refusal(404, 'NOT_FOUND', 'The endpoint has no such domain', {
    detail: 'The domain {domain} is not among the custom domains of this endpoint.',
    remedy: 'Add it to customDomains first.',
  }),
  'security_group.not_found': refusal(404, 'NOT_FOUND', 'There is no such security group', {
    detail: 'No security group {securityGroupId} in this project.',
    remedy: 'List the security groups of the project to find its id.',
  }),
  'security_group.name_taken': refusal(409, 'ALREADY_EXISTS', 'The name of the security group is taken', {
    detail: 'This project has a security group named “{name}”.',
    remedy: 'Choose another name.',
  }),
  'security_group.in_use': refusal(409, 'FAILED_PRECONDITION', 'The security group is in use', {
    detail: 'It is named by the endpoint {endpointId}.',
    remedy: 'Remove it from every endpoint first.',
  }),
  'secret.not_found': refusal(404, 'NOT_FOUND', 'There is no such secret', {
    detail: 'A sealed value is gone: its endpoint was deleted.',
    remedy: 'Set the secret again.',
  }),
} as const satisfies Record<string, RefusalKind>;
