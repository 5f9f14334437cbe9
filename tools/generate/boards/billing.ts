import type { Board } from './board.ts';
import { named } from './queries.ts';

const single = true as const;

/** What is spent, and whether the books keep up. */
export const BILLING: Board = {
  uid: 'tidegate-billing',
  title: 'Tidegate / Billing',
  description: 'What is spent now, by whom, and whether the books keep up with what runs.',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          title: 'Burn',
          description: 'What an hour of all endpoints costs as things stand.',
          unit: 'currencyUSD',
          queries: [['sum(tidegate_endpoint_burn_usd_per_hour)', 'per hour']],
          single,
        },
        {
          title: 'Today',
          description: 'What was used since midnight UTC costs.',
          unit: 'currencyUSD',
          queries: [['sum(tidegate_endpoint_cost_today_usd)', 'today']],
          single,
        },
        {
          title: 'Replicas metered',
          description: 'Must be as many as hold hardware.',
          unit: 'short',
          queries: [['sum(tidegate_billing_open_replicas)', 'replicas']],
          single,
        },
        {
          title: 'Budgets that stopped something',
          description: 'Hard budgets that are used up.',
          unit: 'short',
          queries: [['sum(tidegate_billing_budgets{state="stopped"})', 'budgets']],
          single,
        },
      ],
    },
    {
      title: 'Who spends',
      panels: [
        {
          title: 'Burn by endpoint',
          description: 'The ten most expensive ones now.',
          unit: 'currencyUSD',
          queries: [[named('topk(10, sum by (endpoint) (tidegate_endpoint_burn_usd_per_hour))'), '{{name}}']],
        },
        {
          title: 'Today by endpoint',
          description: 'The ten that cost most since midnight UTC.',
          unit: 'currencyUSD',
          queries: [[named('topk(10, sum by (endpoint) (tidegate_endpoint_cost_today_usd))'), '{{name}}']],
        },
      ],
    },
    {
      title: 'The books',
      panels: [
        {
          title: 'Balances by account',
          description: 'Of all projects together; all accounts sum up to zero.',
          unit: 'currencyUSD',
          queries: [['sum by (account) (tidegate_billing_balance_usd)', '{{account}}']],
        },
        {
          title: 'Events not metered yet',
          description: 'How far billing is behind the log.',
          unit: 'short',
          queries: [
            [
              'clamp_min(scalar(max(tidegate_log_head_position)) - min by (consumer) (tidegate_log_consumer_position{consumer=~"billing.*"}), 0)',
              '{{consumer}}',
            ],
          ],
        },
        {
          title: 'Budgets',
          description: 'Open ones, and those that have stopped something.',
          unit: 'short',
          queries: [['sum by (state) (tidegate_billing_budgets)', '{{state}}']],
        },
      ],
    },
  ],
};
