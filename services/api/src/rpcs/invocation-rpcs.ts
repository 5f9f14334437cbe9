import { type Json, type Rpcs, as, idIn, pageAs, pick, whole } from './rpc.ts';

const invocations = (request: Json): string => `/v1/endpoints/${idIn(request, 'endpointId')}/invocations`;
const invocation = (request: Json): string => `${invocations(request)}/${idIn(request, 'invocationId')}`;

/** Asynchronous requests of an endpoint. */
export const INVOCATION_RPCS: Rpcs = {
  ListInvocations: {
    ask: (request) => ({
      method: 'GET',
      path: invocations(request),
      query: pick(request, 'limit', 'cursor', 'state', 'deadLetters'),
    }),
    answer: pageAs('invocations'),
  },
  GetInvocation: {
    ask: (request) => ({ method: 'GET', path: invocation(request) }),
    answer: as('invocation'),
  },
  CancelInvocation: {
    ask: (request) => ({ method: 'POST', path: `${invocation(request)}/cancel` }),
    answer: as('invocation'),
  },
  ReplayInvocation: {
    ask: (request) => ({ method: 'POST', path: `${invocation(request)}/replay` }),
    answer: whole,
  },
};
