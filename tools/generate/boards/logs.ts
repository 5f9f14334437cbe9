import type { Board } from './board.ts';
import { quantile, rate } from './queries.ts';

/** Lines and access records, from where they are written to where they are read. */
export const LOGS: Board = {
  uid: 'tidegate-logs',
  title: 'Tidegate / Logs',
  description: 'Lines of replicas and records of requests on their way into the store.',
  rows: [
    {
      title: 'Lines',
      panels: [
        {
          title: 'Lines',
          description: 'By what became of them. Those that were dropped are told in their place.',
          unit: 'cps',
          queries: [[`sum by (outcome) (${rate('tidegate_logs_lines_total')})`, '{{outcome}}']],
        },
        {
          title: 'Bytes',
          description: 'Text that was stored.',
          unit: 'bytes',
          queries: [[`sum(${rate('tidegate_logs_bytes_total')})`, 'per second']],
        },
        {
          title: 'Lag',
          description: 'From the moment that a line was written until it can be searched.',
          unit: 's',
          queries: [
            [quantile(0.5, 'tidegate_logs_ingest_lag_seconds'), 'p50'],
            [quantile(0.99, 'tidegate_logs_ingest_lag_seconds'), 'p99'],
          ],
        },
      ],
    },
    {
      title: 'On the way',
      panels: [
        {
          title: 'Waiting in JetStream',
          description:
            'What agents have shipped and the store has not taken. Grows while it is slower than they are.',
          unit: 'short',
          queries: [
            [
              'max by (stream, consumer) (tidegate_jetstream_consumer_pending_messages{stream=~"LINES|REQUESTS"})',
              '{{consumer}}',
            ],
          ],
        },
        {
          title: 'Given to the store and not over',
          description: 'Batches in work.',
          unit: 'short',
          queries: [
            [
              'max by (stream, consumer) (tidegate_jetstream_consumer_unacknowledged_messages{stream=~"LINES|REQUESTS"})',
              '{{consumer}}',
            ],
          ],
        },
        {
          title: 'Access records',
          description:
            'Requests whose record was stored, and those that came while there was no room to keep it.',
          unit: 'cps',
          queries: [
            [`sum(${rate('tidegate_requests_recorded_total')})`, 'stored'],
            [`sum(${rate('tidegate_gateway_requests_not_recorded_total')})`, 'not recorded'],
          ],
        },
      ],
    },
  ],
};
