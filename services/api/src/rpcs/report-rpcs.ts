import { type Answered, type Json, type Rpcs, pick, whole } from './rpc.ts';

/** A list that is left out of a message is an empty one. */
const grouping = ({ groupBy }: Json): Json =>
  Array.isArray(groupBy) && groupBy.length > 0 ? { groupBy: groupBy.join(',') } : {};

/** What has no value has no place in a map of texts. */
const withGroups = ({ body: { items, ...rest } }: Answered): Json => ({
  ...rest,
  groups: (items as readonly Json[]).map((item) => ({
    ...item,
    group: Object.fromEntries(Object.entries(item['group'] as Json).filter(([, value]) => value !== null)),
  })),
});

export const REPORT_RPCS: Rpcs = {
  GetUsage: {
    ask: (request) => ({
      method: 'GET',
      path: '/v1/billing/usage',
      query: {
        ...pick(request, 'from', 'until', 'endpointId', 'tag', 'limit', 'cursor'),
        ...grouping(request),
      },
    }),
    answer: withGroups,
  },
  GetBurn: {
    ask: (request) => ({ method: 'GET', path: '/v1/billing/burn', query: pick(request, 'endpointId') }),
    answer: whole,
  },
};
