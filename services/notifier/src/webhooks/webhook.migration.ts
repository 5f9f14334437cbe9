import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `webhooks` is what the log says, and how deliveries fare. `webhook_secrets` is nowhere else. A delivery of a subscription has
 * no body: the log has it. `on_bus` says that the queue has it until `due_at`; `rounds` counts replays, `tries` since the last one.
 */
export class CreateWebhooks1764201000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhooks (
        webhook_id text not null,
        project_id text not null,
        url text not null,
        description text not null,
        event_types text[] not null,
        secret_id text not null,
        formers jsonb not null default '[]',
        disabled jsonb,
        disabled_position bigint,
        created_position bigint not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        last_number bigint not null default 0,
        delivered_at timestamptz,
        failing_since timestamptz,
        failed_at timestamptz,
        constraint webhooks_pkey primary key (webhook_id)
      );
      create index webhooks_project_id_idx on webhooks (project_id, created_position);

      create table webhook_secrets (
        secret_id text not null,
        webhook_id text not null,
        key_id text not null,
        nonce bytea not null,
        sealed bytea not null,
        made_at timestamptz not null default clock_timestamp(),
        constraint webhook_secrets_pkey primary key (secret_id)
      );

      create table webhook_replays (
        webhook_id text not null,
        from_position bigint not null,
        to_position bigint not null,
        constraint webhook_replays_pkey primary key (webhook_id)
      );

      alter table deliveries
        add column subscription_id text,
        add column number bigint,
        add column event_id uuid,
        add column position bigint,
        add column tries int not null default 0,
        add column rounds int not null default 0,
        add column on_bus boolean not null default false;
      update deliveries set tries = jsonb_array_length(attempts);
      create unique index deliveries_subscription_id_number_key on deliveries (subscription_id, number)
        where subscription_id is not null;
      create index deliveries_subscription_id_due_at_idx on deliveries (subscription_id, due_at)
        where subscription_id is not null and state = 'queued';
      create index deliveries_subscription_id_on_bus_idx on deliveries (subscription_id, due_at)
        where state = 'queued' and on_bus;
      drop index deliveries_due_at_idx;
      create index deliveries_due_at_idx on deliveries (due_at) where state = 'queued' and subscription_id is null;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from deliveries where subscription_id is not null;
      drop index deliveries_due_at_idx;
      create index deliveries_due_at_idx on deliveries (due_at) where state = 'queued';
      alter table deliveries
        drop column subscription_id, drop column number, drop column event_id, drop column position,
        drop column tries, drop column rounds, drop column on_bus;
      drop table webhooks, webhook_secrets, webhook_replays;`);
  }
}
