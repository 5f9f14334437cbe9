import type { Board, Panel } from './board.ts';
import { quantile, rate } from './queries.ts';

const OF = '{endpoint="$endpoint"}';

const quantiles = (title: string, description: string, histogram: string): Panel => ({
  title,
  description,
  unit: 's',
  queries: [0.5, 0.95, 0.99].map((q) => [quantile(q, `${histogram}${OF}`), `p${String(q * 100)}`] as const),
});

/** One endpoint: what its callers see, and why. */
export const ENDPOINT: Board = {
  uid: 'tidegate-endpoint',
  title: 'Tidegate / Endpoint',
  description: 'What the callers of one endpoint see, and what its replicas do.',
  variables: [
    {
      name: 'endpoint',
      label: 'Endpoint',
      query: 'query_result(tidegate_endpoint_info)',
      // Chosen by name, meant by id.
      regex: String.raw`/endpoint="(?<value>[^"]+)".*[{,]name="(?<text>[^"]+)"/`,
    },
  ],
  rows: [
    {
      title: 'Callers',
      panels: [
        {
          title: 'Requests',
          description: 'Requests that ended, by status; 0: nothing was sent.',
          unit: 'reqps',
          queries: [[`sum by (code) (${rate(`tidegate_endpoint_requests_total${OF}`)})`, '{{code}}']],
        },
        {
          title: 'Errors',
          description: 'Share of the requests that ended with 500 or more, or were cut.',
          unit: 'percentunit',
          queries: [
            [
              `sum(${rate(`tidegate_endpoint_errors_total${OF}`)}) / (sum(${rate(`tidegate_endpoint_requests_total${OF}`)}) > 0) or vector(0)`,
              'errors',
            ],
          ],
        },
        {
          title: 'Tokens',
          description: 'Tokens of prompts and of answers, as replicas tell them.',
          unit: 'cps',
          queries: [[`sum by (type) (${rate(`tidegate_endpoint_tokens_total${OF}`)})`, '{{type}}']],
        },
      ],
    },
    {
      title: 'Time',
      panels: [
        quantiles(
          'Duration',
          'From the head of a request to the end of its answer.',
          'tidegate_endpoint_request_duration_seconds',
        ),
        quantiles(
          'Time to first token',
          'From the head of a request to the first byte of its answer, waits included.',
          'tidegate_endpoint_time_to_first_token_seconds',
        ),
        {
          title: 'Waits',
          description: 'How long requests waited: for a free replica, and for one to wake.',
          unit: 's',
          queries: [
            [quantile(0.95, `tidegate_endpoint_queue_seconds${OF}`), 'queue p95'],
            [quantile(0.95, `tidegate_endpoint_wake_seconds${OF}`), 'wake p95'],
          ],
        },
      ],
    },
    {
      title: 'Replicas',
      panels: [
        {
          title: 'Replicas',
          description: 'By state, and how many scaling wants.',
          unit: 'short',
          queries: [
            [`tidegate_endpoint_replicas${OF}`, '{{state}}'],
            [`tidegate_endpoint_replicas_desired${OF}`, 'desired'],
          ],
        },
        {
          title: 'In flight and waiting',
          description: 'Requests that replicas work on, and those that wait for one.',
          unit: 'short',
          queries: [
            [`tidegate_endpoint_inflight_requests${OF}`, 'in flight'],
            [`tidegate_endpoint_queue_depth${OF}`, 'waiting'],
          ],
        },
        {
          title: 'Cold starts',
          description: 'From the wish for a replica until it was ready, and where that time went.',
          unit: 's',
          queries: [
            [quantile(0.95, `tidegate_endpoint_cold_start_seconds${OF}`), 'whole p95'],
            [quantile(0.95, `tidegate_endpoint_start_part_seconds${OF}`, ['part']), '{{part}} p95'],
          ],
        },
      ],
    },
    {
      title: 'Resources and cost',
      panels: [
        {
          title: 'Processors',
          description: 'Processor cores that each replica keeps busy.',
          unit: 'short',
          queries: [[`tidegate_replica_cpu_cores${OF}`, '{{replica}}']],
        },
        {
          title: 'Memory',
          description: 'Memory that each replica uses, without that of its GPUs.',
          unit: 'bytes',
          queries: [[`tidegate_replica_memory_bytes${OF}`, '{{replica}}']],
        },
        {
          title: 'Cost',
          description: 'What an hour costs as things stand, and what was used since midnight UTC.',
          unit: 'currencyUSD',
          queries: [
            [`tidegate_endpoint_burn_usd_per_hour${OF}`, 'per hour'],
            [`tidegate_endpoint_cost_today_usd${OF}`, 'today'],
          ],
        },
      ],
    },
  ],
};
