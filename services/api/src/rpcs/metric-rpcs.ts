import { type Answered, type Json, type Rpcs, idIn, pageAs, pick } from './rpc.ts';

/** A list that is left out of a message is an empty one. */
const naming = ({ names }: Json): Json =>
  Array.isArray(names) && names.length > 0 ? { names: names.join(',') } : {};

/** What is not known has no place in a list of numbers: each becomes a message of its own. */
const withPoints = ({ body: { series, ...rest } }: Answered): Json => ({
  ...rest,
  series: (series as readonly (Json & Readonly<{ values: readonly (number | null)[] }>)[]).map(
    ({ values, ...each }) => ({ ...each, points: values.map((value) => ({ value })) }),
  ),
});

export const METRIC_RPCS: Rpcs = {
  ListMetricNames: {
    ask: () => ({ method: 'GET', path: '/v1/metric-names' }),
    answer: ({ body }) => ({ metrics: body['items'] }),
  },
  GetEndpointMetrics: {
    ask: (request) => ({
      method: 'GET',
      path: `/v1/endpoints/${idIn(request, 'endpointId')}/metrics`,
      query: {
        ...pick(request, 'from', 'until', 'step'),
        ...naming(request),
        ...(request['replicaId'] !== undefined && { replica: request['replicaId'] }),
        ...(request['perReplica'] === true && { perReplica: 'true' }),
      },
    }),
    answer: withPoints,
  },
  GetProjectMetrics: {
    ask: (request) => ({
      method: 'GET',
      path: '/v1/metric-series',
      query: { ...pick(request, 'from', 'until', 'step'), ...naming(request) },
    }),
    answer: withPoints,
  },
  ListMetricValues: {
    ask: (request) => ({
      method: 'GET',
      path: '/v1/metric-values',
      query: { ...pick(request, 'window', 'aggregate', 'scope', 'endpointId', 'cursor'), ...naming(request) },
    }),
    answer: pageAs('values'),
  },
};
