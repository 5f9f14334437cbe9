type Runner = Readonly<{ query: (statement: string) => Promise<unknown> }>;

/**
 * What is posted and what is invoiced is insert only, and every transaction sums to 0 when it is committed: the database refuses
 * anything else, whoever asks. The other tables are what follows from it and is needed to go on.
 */
const LEDGER = `
create table ledger_closes (
  event_id uuid not null,
  kind text not null,
  period text,
  from_us bigint not null,
  to_us bigint not null,
  time_zone text,
  version int not null,
  position bigint not null,
  constraint ledger_closes_pkey primary key (event_id),
  constraint ledger_closes_kind_check check (kind in ('hour', 'period'))
);
create index ledger_closes_kind_idx on ledger_closes (kind, version desc);
create table ledger_transactions (
  project_id text not null,
  nth int not null,
  cause text not null,
  event_id uuid not null,
  position bigint not null,
  at_us bigint not null,
  previous_hash text not null,
  hash text not null,
  constraint ledger_transactions_pkey primary key (project_id, nth),
  constraint ledger_transactions_project_id_event_id_key unique (project_id, event_id),
  constraint ledger_transactions_cause_check check (cause in ('credit', 'hour', 'period'))
);
create table ledger_entries (
  project_id text not null,
  nth int not null,
  place int not null,
  account text not null,
  period text,
  kind text,
  sku text,
  credit_id text,
  amount_nano_usd numeric(38, 0) not null,
  constraint ledger_entries_pkey primary key (project_id, nth, place),
  constraint ledger_entries_transaction_fkey foreign key (project_id, nth) references ledger_transactions (project_id, nth),
  constraint ledger_entries_amount_nano_usd_check check (amount_nano_usd <> 0),
  constraint ledger_entries_account_check check (
    account in ('accrued', 'credit', 'receivable', 'revenue', 'promotion', 'cash', 'breakage', 'rounding'))
);
create index ledger_entries_period_idx on ledger_entries (project_id, account, period);
create table ledger_balances (
  project_id text not null,
  account text not null,
  balance_nano_usd numeric(38, 0) not null,
  constraint ledger_balances_pkey primary key (project_id, account)
);
create table ledger_posted (
  project_id text not null,
  period text not null,
  kind text not null,
  sku text not null,
  amount_nano_usd numeric(38, 0) not null,
  constraint ledger_posted_pkey primary key (project_id, period, kind, sku)
);
create table ledger_months (
  project_id text not null,
  period text not null,
  due_nano_usd numeric(38, 0) not null,
  burned_nano_usd numeric(38, 0) not null,
  invoiced_nano_usd numeric(38, 0) not null,
  invoiced_credit_nano_usd numeric(38, 0) not null,
  covers jsonb not null,
  constraint ledger_months_pkey primary key (project_id, period)
);
create index ledger_months_open_idx on ledger_months (project_id)
  where due_nano_usd <> invoiced_nano_usd or burned_nano_usd <> invoiced_credit_nano_usd;
create table credits (
  credit_id text not null,
  project_id text not null,
  kind text not null,
  amount_nano_usd numeric(38, 0) not null,
  remaining_nano_usd numeric(38, 0) not null,
  granted_at_us bigint not null,
  expires_at_us bigint,
  note text not null,
  position bigint not null,
  constraint credits_pkey primary key (credit_id),
  constraint credits_kind_check check (kind in ('prepaid', 'promotional')),
  constraint credits_remaining_nano_usd_check check (remaining_nano_usd between 0 and amount_nano_usd)
);
create index credits_project_id_idx on credits (project_id, position desc);
create index credits_expires_at_us_idx on credits (expires_at_us) where remaining_nano_usd > 0;
create table invoices (
  invoice_id text not null,
  project_id text not null,
  period text not null,
  position bigint not null,
  issued_at_us bigint not null,
  lines int not null,
  subtotal_nano_usd numeric(38, 0) not null,
  credit_nano_usd numeric(38, 0) not null,
  rounding_nano_usd numeric(38, 0) not null,
  total_cents bigint not null,
  lines_sha256 text not null,
  document text not null,
  sha256 text not null,
  constraint invoices_pkey primary key (invoice_id),
  constraint invoices_project_id_period_key unique (project_id, period),
  constraint invoices_sum_check check (
    subtotal_nano_usd - credit_nano_usd + rounding_nano_usd = total_cents::numeric * 10000000)
);
create table invoice_sources (
  invoice_id text not null,
  line int not null,
  place int not null,
  project_id text not null,
  period text not null,
  kind text not null,
  source_id text not null,
  replica_id text,
  endpoint_id text not null,
  sku text not null,
  simulated boolean not null,
  from_us bigint not null,
  to_us bigint not null,
  price_nano_usd_per_hour numeric(38, 0) not null,
  unit_1024ths numeric(38, 0) not null,
  held_us numeric(38, 0) not null,
  covered_us numeric(38, 0) not null,
  weighted_us_thousandths numeric(38, 0) not null,
  gpu_thousandths_us numeric(38, 0) not null,
  amount_nano_usd numeric(38, 0) not null,
  constraint invoice_sources_pkey primary key (invoice_id, line, place),
  constraint invoice_sources_invoice_fkey foreign key (invoice_id) references invoices (invoice_id)
);
create index invoice_sources_project_id_period_idx on invoice_sources (project_id, period);
create table invoices_to_announce (
  invoice_id text not null,
  constraint invoices_to_announce_pkey primary key (invoice_id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is insert only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create function must_sum_to_zero() returns trigger language plpgsql set search_path from current as $$
declare total numeric;
begin
  select sum(amount_nano_usd) into total from ledger_entries where project_id = new.project_id and nth = new.nth;
  if total is distinct from 0 then
    raise exception 'transaction % of % sums to %', new.nth, new.project_id, coalesce(total::text, 'nothing')
      using errcode = 'check_violation', constraint = 'ledger_transactions_sum_check';
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_sum after insert on ledger_entries
  deferrable initially deferred for each row execute function must_sum_to_zero();
create constraint trigger ledger_transactions_sum after insert on ledger_transactions
  deferrable initially deferred for each row execute function must_sum_to_zero();`;

const INSERT_ONLY = ['ledger_transactions', 'ledger_entries', 'invoices', 'invoice_sources'].map(
  (table) => `
create trigger ${table}_insert_only before update or delete on ${table} for each row execute function refuse_change();
create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_change();`,
);

export class CreateLedger1764200000000 {
  async up(runner: Runner): Promise<void> {
    await runner.query(LEDGER);
    await runner.query(INSERT_ONLY.join(''));
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      drop table invoices_to_announce, invoice_sources, invoices, credits, ledger_months, ledger_posted, ledger_balances,
        ledger_entries, ledger_transactions, ledger_closes;
      drop function must_sum_to_zero, refuse_change`);
  }
}
