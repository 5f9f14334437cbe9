import { type Json, type Rpcs, idIn, pick, whole } from './rpc.ts';

/** The names of messages for what REST calls otherwise. */
const filters = ({ replicaId, search, ignoreCase, previous, regex, ...request }: Json): Json => ({
  ...pick(
    request,
    ...([
      'lines',
      'since',
      'until',
      'stream',
      'severity',
      'traceId',
      'requestId',
      'after',
      'before',
    ] as const),
  ),
  ...(replicaId !== undefined && { replica: replicaId }),
  ...(search !== undefined && { q: search }),
  ...(ignoreCase === true && { case: 'false' }),
  ...(regex === true && { regex: 'true' }),
  ...(previous === true && { previous: 'true' }),
});

export const LOG_RPCS: Rpcs = {
  Tail: {
    ask: (request) => ({
      method: 'GET',
      path: `/v1/endpoints/${idIn(request, 'endpointId')}/logs`,
      query: filters(request),
    }),
    answer: whole,
  },
};
