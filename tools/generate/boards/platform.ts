import type { Board } from './board.ts';
import { quantile, rate } from './queries.ts';

/** The platform's own processes and the two servers that they stand on. */
export const PLATFORM: Board = {
  uid: 'tidegate-platform',
  title: 'Tidegate / Platform',
  description: 'Services, the log, JetStream and Postgres.',
  rows: [
    {
      title: 'Services',
      panels: [
        {
          title: 'Up',
          description: 'Whether each service answers a scrape.',
          unit: 'short',
          queries: [['min by (service) (up{job="tidegate"})', '{{service}}']],
        },
        {
          title: 'Processors',
          description: 'CPU seconds per second of each service.',
          unit: 'short',
          queries: [[`sum by (service) (${rate('process_cpu_seconds_total')})`, '{{service}}']],
        },
        {
          title: 'Memory',
          description: 'Resident memory of each service.',
          unit: 'bytes',
          queries: [['sum by (service) (process_resident_memory_bytes)', '{{service}}']],
        },
        {
          title: 'Event loop lag',
          description: 'How late timers are. Beyond a tenth of a second a process has too much to do.',
          unit: 's',
          queries: [['max by (service) (nodejs_eventloop_lag_p99_seconds)', '{{service}}']],
        },
        {
          title: 'Control API',
          description: 'Requests to the control API by route.',
          unit: 'reqps',
          queries: [
            [
              `topk(10, sum by (method, route) (${rate('tidegate_http_request_seconds_count')}))`,
              '{{method}} {{route}}',
            ],
          ],
        },
        {
          title: 'Control API, time',
          description: 'Of 95 % of the requests at most.',
          unit: 's',
          queries: [[quantile(0.95, 'tidegate_http_request_seconds', ['service']), '{{service}}']],
        },
      ],
    },
    {
      title: 'The log',
      panels: [
        {
          title: 'Lag of consumers',
          description: 'Events between the log’s end and where each reader has come. Stays near zero.',
          unit: 'short',
          queries: [
            [
              'clamp_min(scalar(max(tidegate_log_head_position)) - min by (consumer) (tidegate_log_consumer_position), 0)',
              '{{consumer}}',
            ],
          ],
        },
        {
          title: 'Lag of the relay',
          description: 'Events that are in Postgres and not in JetStream yet.',
          unit: 'short',
          queries: [
            ['clamp_min(max(tidegate_log_head_position) - max(tidegate_log_relayed_position), 0)', 'events'],
          ],
        },
        {
          title: 'Appends',
          description: 'By outcome. A conflict is decided anew; what failed was refused to whoever asked.',
          unit: 'cps',
          queries: [[`sum by (outcome) (${rate('tidegate_log_appends_total')})`, '{{outcome}}']],
        },
        {
          title: 'Time of appends',
          description: 'From the wish to append to its being in Postgres.',
          unit: 's',
          queries: [
            [quantile(0.5, 'tidegate_log_append_seconds'), 'p50'],
            [quantile(0.99, 'tidegate_log_append_seconds'), 'p99'],
          ],
        },
        {
          title: 'Streams set aside',
          description: 'Each needs somebody to look: one of its events cannot be handled.',
          unit: 'short',
          queries: [['max by (consumer) (tidegate_log_parked_streams)', '{{consumer}}']],
        },
        {
          title: 'Dead letters',
          description: 'Messages of work queues that were given up and not replayed.',
          unit: 'short',
          queries: [['max(tidegate_dead_letters)', 'messages']],
        },
      ],
    },
    {
      title: 'JetStream and Postgres',
      panels: [
        {
          title: 'Streams',
          description: 'Messages that are kept.',
          unit: 'short',
          queries: [['max by (stream) (tidegate_jetstream_stream_messages)', '{{stream}}']],
        },
        {
          title: 'Size of streams',
          description: 'On the disk of nats-server.',
          unit: 'bytes',
          queries: [['max by (stream) (tidegate_jetstream_stream_bytes)', '{{stream}}']],
        },
        {
          title: 'Work queues',
          description: 'Messages that nobody has been given yet.',
          unit: 'short',
          queries: [
            ['max by (stream, consumer) (tidegate_jetstream_consumer_pending_messages)', '{{consumer}}'],
          ],
        },
        {
          title: 'Work done',
          description: 'Messages of work queues by worker: done, to be tried again, or given up.',
          unit: 'cps',
          queries: [
            [`sum by (worker, result) (${rate('tidegate_worker_messages_total')})`, '{{worker}} {{result}}'],
          ],
        },
        {
          title: 'Connected to NATS',
          description: 'Of each service: 1, or 0 while it tries again.',
          unit: 'short',
          queries: [['min by (service) (tidegate_bus_connected)', '{{service}}']],
        },
        {
          title: 'Connections to Postgres',
          description: 'In use, by service and pool.',
          unit: 'short',
          queries: [
            [
              'sum by (service, pool) (tidegate_postgres_pool_connections{state="used"})',
              '{{service}} {{pool}}',
            ],
          ],
        },
        {
          title: 'Waiting for a connection',
          description: 'Stays at zero: what waits here waits before it even begins.',
          unit: 'short',
          queries: [
            [
              'sum by (service, pool) (tidegate_postgres_pool_connections{state="waiting"})',
              '{{service}} {{pool}}',
            ],
          ],
        },
      ],
    },
  ],
};
