import { refusal } from './refusal-kind.ts';

/** What is refused of asynchronous requests. */
export const invocationRefusals = {
  'invocation.not_found': refusal(404, 'NOT_FOUND', 'There is no such invocation', {
    detail:
      'No invocation {invocationId} of an endpoint that this token may see; results are kept for a limited time.',
    remedy: 'Check the ids, and the token’s project.',
  }),
  'invocation.not_enabled': refusal(
    422,
    'FAILED_PRECONDITION',
    'The endpoint does not answer asynchronously',
    {
      detail: 'Asynchronous requests are not enabled for this endpoint.',
      remedy: 'Set “async.routes” of the endpoint, or leave out “Prefer: respond-async”.',
    },
  ),
  'invocation.route_not_async': refusal(
    422,
    'FAILED_PRECONDITION',
    'This path is not answered asynchronously',
    {
      detail: '{path} is not among the paths of this endpoint that may be called asynchronously.',
      remedy: 'Call one of {routes}, or leave out “Prefer: respond-async”.',
    },
  ),
  'invocation.queue_full': refusal(429, 'RESOURCE_EXHAUSTED', 'Too many invocations wait already', {
    detail: '{waiting} invocations of this endpoint wait, {bytes} bytes in all; it takes no more.',
    remedy: 'Send it again later, or let the endpoint have more replicas.',
  }),
  'invocation.no_place': refusal(422, 'FAILED_PRECONDITION', 'Results cannot be stored there', {
    detail: 'The target “{target}” of this endpoint’s results cannot be used: {problem}.',
    remedy: 'Change “async.target” of the endpoint, or ask the operator.',
  }),
  'invocation.over': refusal(409, 'FAILED_PRECONDITION', 'The invocation cannot be cancelled any more', {
    detail: 'The invocation {invocationId} is {state}.',
    remedy: 'Read its state and result.',
  }),
  'invocation.not_given_up': refusal(409, 'FAILED_PRECONDITION', 'The invocation is no dead letter', {
    detail: 'The invocation {invocationId} is {state}; only one that was given up can be queued anew.',
    remedy: 'GET the requests of the endpoint with dead_letters=true for those that were given up.',
  }),
} as const;
