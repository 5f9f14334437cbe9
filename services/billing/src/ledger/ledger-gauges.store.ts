import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, observeRows } from '@tidegate/eventing/nest';

type Held = { count: number };
type Balance = { account: string; usd: number };
type Close = { kind: string; seconds: number };
type Budgets = { state: string; count: number };

/** The books in numbers, for who runs the platform. Amounts are rounded: what is exact is in the ledger. */
@Injectable()
export class LedgerGauges implements OnApplicationBootstrap, OnApplicationShutdown {
  #ends: (() => void)[] = [];

  constructor(private readonly db: Db) {}

  onApplicationBootstrap(): void {
    this.#ends = [this.#metered(), this.#balances(), this.#closes(), this.#budgets()];
  }

  onApplicationShutdown(): void {
    for (const end of this.#ends) end();
  }

  #metered(): () => void {
    const open = sql`select count(*)::int as count from holdings where from_us is not null and to_us is null`;
    return observeRows<Held>(this.db, open, [
      {
        name: 'tidegate_billing_open_replicas',
        description: 'Replicas whose time is being metered.',
        of: ({ count }) => ({ value: count }),
      },
    ]);
  }

  #balances(): () => void {
    const sums = sql`
      select a.account, coalesce(sum(b.balance_nano_usd) / 1e9, 0)::float8 as usd
      from unnest(array['accrued', 'credit', 'receivable', 'revenue', 'promotion', 'cash', 'breakage', 'rounding']) as a(account)
      left join ledger_balances b on b.account = a.account group by a.account`;
    return observeRows<Balance>(this.db, sums, [
      {
        name: 'tidegate_billing_balance_usd',
        description: 'Balances of all projects together, by account of the ledger.',
        of: ({ account, usd }) => ({ value: usd, labels: { account } }),
      },
    ]);
  }

  #closes(): () => void {
    const last = sql`select kind, (max(to_us) / 1e6)::float8 as seconds from ledger_closes group by kind`;
    return observeRows<Close>(this.db, last, [
      {
        name: 'tidegate_billing_closed_until_timestamp_seconds',
        description: 'Until when hours, or months, are closed, in seconds of the epoch.',
        of: ({ kind, seconds }) => ({ value: seconds, labels: { kind } }),
      },
    ]);
  }

  #budgets(): () => void {
    const counts = sql`
      select s.state, count(b.budget_id)::int as count from unnest(array['open', 'stopped']) as s(state)
      left join budget_list b on s.state = case when b.stopped_period is null then 'open' else 'stopped' end
      group by s.state`;
    return observeRows<Budgets>(this.db, counts, [
      {
        name: 'tidegate_billing_budgets',
        description: 'Budgets: `open`, or `stopped` those that have stopped something.',
        of: ({ state, count }) => ({ value: count, labels: { state } }),
      },
    ]);
  }
}
