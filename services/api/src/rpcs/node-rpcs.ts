import { type Json, type Rpc, type Rpcs, as, idIn, nothing, pageAs, pick } from './rpc.ts';

const node = (request: Json): string => `/v1/nodes/${idIn(request, 'nodeId')}`;

/** POST below the node, answered by the node. */
const command = (action: string, ...fields: readonly string[]): Rpc => ({
  ask: (request) => ({ method: 'POST', path: `${node(request)}/${action}`, body: pick(request, ...fields) }),
  answer: as('node'),
});

export const NODE_RPCS: Rpcs = {
  ListNodes: {
    ask: (request) => ({ method: 'GET', path: '/v1/nodes', query: pick(request, 'limit', 'cursor') }),
    answer: pageAs('nodes'),
  },
  GetNode: { ask: (request) => ({ method: 'GET', path: node(request) }), answer: as('node') },
  CordonNode: command('cordon'),
  UncordonNode: command('uncordon'),
  DrainNode: command('drain', 'deadlineSeconds'),
  RemoveNode: { ask: (request) => ({ method: 'DELETE', path: node(request) }), answer: nothing },
};
