import type { Board } from './board.ts';
import { named, rate } from './queries.ts';

const single = true as const;

/** What runs, on what, and for whom: the first look. */
export const FLEET: Board = {
  uid: 'tidegate-fleet',
  title: 'Tidegate / Fleet',
  description: 'Nodes, GPUs, replicas and the traffic of all endpoints.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Nodes ready',
          description: 'Nodes that take replicas.',
          unit: 'short',
          queries: [['sum(tidegate_scheduler_nodes{state="ready"})', 'nodes']],
          single,
        },
        {
          title: 'Nodes lost',
          description: 'Nodes that nothing was heard of for longer than their lease.',
          unit: 'short',
          queries: [['sum(tidegate_scheduler_nodes{state="lost"})', 'nodes']],
          single,
        },
        {
          title: 'GPUs',
          description: 'GPUs of nodes that are not lost, and those of which replicas hold something.',
          unit: 'short',
          queries: [
            ['sum(tidegate_scheduler_gpus)', 'all'],
            ['sum(tidegate_scheduler_gpus_held)', 'held'],
          ],
          single,
        },
        {
          title: 'Replicas ready',
          description: 'Replicas that take requests.',
          unit: 'short',
          queries: [['sum(tidegate_scheduler_replicas{state="ready"})', 'replicas']],
          single,
        },
        {
          title: 'Longest wait for a place',
          description: 'Grows while the pool has no room for a replica that is wanted.',
          unit: 's',
          queries: [['max(tidegate_scheduler_longest_wait_seconds)', 'wait']],
          single,
        },
        {
          title: 'Requests waiting',
          description: 'Requests that gateways hold until a replica can take them.',
          unit: 'short',
          queries: [['sum(tidegate_gateway_waiting)', 'waiting']],
          single,
        },
      ],
    },
    {
      title: 'Pool',
      panels: [
        {
          title: 'Replicas by state',
          description: 'Over time a healthy pool has few that are pending, placed or starting.',
          unit: 'short',
          queries: [['sum by (state) (tidegate_scheduler_replicas)', '{{state}}']],
        },
        {
          title: 'Nodes by state',
          description: 'Cordoned and draining nodes get no new replicas.',
          unit: 'short',
          queries: [['sum by (state) (tidegate_scheduler_nodes)', '{{state}}']],
        },
        {
          title: 'GPUs held, by cluster',
          description:
            'Of clusters that have GPUs: at one, new replicas must wait or take the place of others.',
          unit: 'short',
          queries: [
            ['tidegate_scheduler_gpus_held', '{{cluster}} held'],
            ['tidegate_scheduler_gpus', '{{cluster}} all'],
          ],
        },
      ],
    },
    {
      title: 'Traffic',
      panels: [
        {
          title: 'Requests by outcome',
          description: 'All requests at the front door, those for the control API included.',
          unit: 'reqps',
          queries: [
            [
              `sum by (outcome, status) (${rate('tidegate_gateway_requests_total')})`,
              '{{outcome}} {{status}}',
            ],
          ],
        },
        {
          title: 'In flight and waiting',
          description: 'Requests at replicas, and those that wait for one.',
          unit: 'short',
          queries: [
            ['sum(tidegate_gateway_in_flight)', 'in flight'],
            ['sum(tidegate_gateway_waiting)', 'waiting'],
          ],
        },
        {
          title: 'Busiest endpoints',
          description: 'Requests per second of the ten busiest endpoints.',
          unit: 'reqps',
          queries: [
            [named(`topk(10, sum by (endpoint) (${rate('tidegate_endpoint_requests_total')}))`), '{{name}}'],
          ],
        },
      ],
    },
  ],
};
