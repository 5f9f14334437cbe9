import type { Board } from './board.ts';
import { named, quantile, rate } from './queries.ts';

/** Who decided what, how fast, and whether it helped. */
export const SCALING: Board = {
  uid: 'tidegate-scaling',
  title: 'Tidegate / Scaling',
  description: 'Decisions of the scaler, placements that follow from them, and how long starts take.',
  rows: [
    {
      title: 'Decisions',
      panels: [
        {
          title: 'Decisions by cause',
          description:
            'Changes of desired counts. Many ups and downs of load in turn: a window is too short.',
          unit: 'cps',
          queries: [
            [
              `sum by (cause, direction) (${rate('tidegate_scaler_decisions_total')})`,
              '{{cause}} {{direction}}',
            ],
          ],
        },
        {
          title: 'Desired and ready',
          description: 'All endpoints together: how far reality is behind what scaling wants.',
          unit: 'short',
          queries: [
            ['sum(tidegate_endpoint_replicas_desired)', 'desired'],
            ['sum(tidegate_endpoint_replicas{state="ready"})', 'ready'],
          ],
        },
        {
          title: 'Waiting requests',
          description: 'By endpoint: what wakes and grows endpoints.',
          unit: 'short',
          queries: [[named('topk(10, sum by (endpoint) (tidegate_endpoint_queue_depth))'), '{{name}}']],
        },
      ],
    },
    {
      title: 'The scaler',
      panels: [
        {
          title: 'A look at all endpoints',
          description: 'Beyond a second decisions come late: more scalers divide the endpoints among them.',
          unit: 's',
          queries: [[quantile(0.95, 'tidegate_scaler_tick_seconds'), 'p95']],
        },
        {
          title: 'Shards led',
          description: 'Each shard is decided on by one scaler; together they are always all of them.',
          unit: 'short',
          queries: [['tidegate_scaler_shards_led', '{{instance}}']],
        },
        {
          title: 'Endpoints watched',
          description: 'As many as there are, in each scaler.',
          unit: 'short',
          queries: [['max by (instance) (tidegate_scaler_endpoints)', '{{instance}}']],
        },
      ],
    },
    {
      title: 'From decision to replica',
      panels: [
        {
          title: 'Placements',
          description: 'A conflict means that two schedulers looked at once; the second looks again.',
          unit: 'cps',
          queries: [[`sum by (outcome) (${rate('tidegate_scheduler_placements_total')})`, '{{outcome}}']],
        },
        {
          title: 'Cold starts',
          description: 'Of all endpoints, and the parts that they are made of.',
          unit: 's',
          queries: [
            [quantile(0.95, 'tidegate_endpoint_cold_start_seconds'), 'whole p95'],
            [quantile(0.95, 'tidegate_endpoint_start_part_seconds', ['part']), '{{part}} p95'],
          ],
        },
        {
          title: 'Replicas that ended by themselves',
          description: 'In the last hour, by endpoint: crashes and failed starts.',
          unit: 'short',
          queries: [
            [
              named('topk(10, sum by (endpoint) (increase(tidegate_endpoint_replica_restarts_total[1h])))'),
              '{{name}}',
            ],
          ],
        },
      ],
    },
  ],
};
