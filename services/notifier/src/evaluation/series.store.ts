import { Injectable } from '@nestjs/common';
import type { AlertRule } from '@tidegate/contracts';
import { deriveUuid, sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import { Notices } from '../notices/notice.store.ts';
import { alertNotice } from './alert-notice.ts';
import type { Instance, Moment } from './instance.ts';
import type { Endpoint, Judged, Kept } from './judge.ts';

export type AlertRow = Readonly<{
  alertId: string;
  projectId: string;
  rule: AlertRule;
  /** Where in the log its rule is: another one, another rule. */
  rulePosition: number;
  mutedUntilUs: number | null;
}>;
type Row = Readonly<{
  alert_id: string;
  project_id: string;
  rule: AlertRule;
  rule_position: number;
  muted_until_us: number | null;
}>;
type InstanceRow = Readonly<{
  series: string;
  endpoint_id: string | null;
  replica_id: string | null;
  instance: Instance;
  told: string[];
  is_gone: boolean;
  written_us: number;
}>;

/** Alerts, what they say of each series, and each time that this changed. */
@Injectable()
export class SeriesStore {
  constructor(
    private readonly db: Db,
    private readonly notices: Notices,
  ) {}

  /** In the order of their ids. */
  async page(after: string, limit: number): Promise<AlertRow[]> {
    const rows = await this.db.query<Row>(sql`
      select alert_id, project_id, rule, rule_position, muted_until_us from alerts
      where alert_id > ${after} order by alert_id limit ${limit}`);
    return rows.map(alertOf);
  }

  /** Locks an alert until the end of the transaction, after its project’s channels. Undefined: it is gone. */
  async lock(
    tx: Tx,
    { alertId, projectId }: Readonly<{ alertId: string; projectId: string }>,
  ): Promise<AlertRow | undefined> {
    await this.notices.lock(tx, projectId);
    const [row] = await tx.query<Row>(sql`
      select alert_id, project_id, rule, rule_position, muted_until_us from alerts where alert_id = ${alertId} for update`);
    return row && alertOf(row);
  }

  /** @param endpointId null: all of the project */
  async endpoints(tx: Tx, projectId: string, endpointId: string | null): Promise<Map<string, Endpoint>> {
    const rows = await tx.query<{ endpoint_id: string; name: string; is_silent: boolean }>(sql`
      select endpoint_id, name, is_silent from alert_endpoints
      where project_id = ${projectId} and (${endpointId}::text is null or endpoint_id = ${endpointId})`);
    return new Map(
      rows.map((row) => [
        row.endpoint_id,
        { endpointId: row.endpoint_id, name: row.name, isSilent: row.is_silent },
      ]),
    );
  }

  async kept(tx: Tx, alertId: string): Promise<Kept[]> {
    const rows = await tx.query<InstanceRow>(sql`
      select series, endpoint_id, replica_id, instance, told, is_gone,
             (extract(epoch from written_at) * 1000000)::bigint as written_us
      from alert_instances where alert_id = ${alertId}`);
    return rows.map((row) => ({
      series: row.series,
      endpointId: row.endpoint_id,
      replicaId: row.replica_id,
      instance: row.instance,
      told: row.told,
      isGone: row.is_gone,
      writtenUs: row.written_us,
    }));
  }

  /** Every transition, its notices and the next state: all or nothing. */
  async write(
    tx: Tx,
    alert: AlertRow,
    {
      judged,
      endpoints,
      moment,
    }: Readonly<{
      judged: readonly Judged[];
      endpoints: ReadonlyMap<string, Endpoint>;
      moment: Moment;
    }>,
  ): Promise<void> {
    const written: object[] = [];
    for (const one of judged) {
      const name = one.endpointId === null ? null : (endpoints.get(one.endpointId)?.name ?? null);
      const told = await this.#tell(tx, alert, { one, name, nowUs: moment.nowUs });
      const { series, endpointId, replicaId, step } = one;
      const { instance } = step;
      written.push({ series, endpointId, replicaId, phase: instance.phase, instance, told });
      if (one.step.transition) await this.#remember(tx, alert, one, moment);
    }
    if (written.length > 0)
      await tx.query(sql`
        insert into alert_instances (alert_id, series, endpoint_id, replica_id, phase, instance, told)
        select ${alert.alertId}::text, series, "endpointId", "replicaId", phase, instance, told
        from jsonb_to_recordset(${JSON.stringify(written)}::jsonb)
          as w (series text, "endpointId" text, "replicaId" text, phase text, instance jsonb, told text[])
        on conflict (alert_id, series) do update
          set phase = excluded.phase, instance = excluded.instance, told = excluded.told, written_at = clock_timestamp()`);
  }

  /** @returns the channels that know that it fires now */
  async #tell(
    tx: Tx,
    { alertId, projectId, rule }: AlertRow,
    { one, name, nowUs }: Readonly<{ one: Judged; name: string | null; nowUs: number }>,
  ): Promise<readonly string[]> {
    const { notice, transition, instance } = one.step;
    if (!notice) return one.told;
    const isOver = notice.kind === 'resolved';
    const fired = isOver ? notice.number - 1 : notice.number;
    const channelIds = isOver ? one.told : rule.channelIds;
    const subject = { alertId, endpointId: one.endpointId, replicaId: one.replicaId, endpointName: name };
    const thread = deriveUuid(alertId, one.series, fired, 1);
    const told = await this.notices.post(tx, {
      projectId,
      noticeId: deriveUuid(alertId, one.series, fired, notice.nth),
      hearers: { kind: 'named', channelIds },
      notice: alertNotice(rule, subject, {
        notice,
        before: one.before,
        after: instance,
        because: transition?.because ?? null,
        thread,
        nowUs,
      }),
      at: new Date(nowUs / 1000),
    });
    return isOver ? [] : [...new Set([...one.told, ...told])];
  }

  async #remember(tx: Tx, { alertId, rule }: AlertRow, one: Judged, moment: Moment): Promise<void> {
    const { transition, instance, notice } = one.step;
    if (!transition) return;
    await tx.query(sql`
      insert into alert_transitions
        (alert_id, series, endpoint_id, replica_id, number, to_phase, because, value, threshold, is_muted, at)
      values (${alertId}, ${one.series}, ${one.endpointId}, ${one.replicaId}, ${transition.number}, ${transition.to},
              ${transition.because}, ${instance.value}, ${rule.threshold}, ${notice === null},
              ${new Date(moment.nowUs / 1000)})
      on conflict do nothing`);
  }

  async looked(tx: Tx, alertId: string, at: Date): Promise<void> {
    await tx.query(sql`update alerts set evaluated_at = ${at}, problem = null where alert_id = ${alertId}`);
  }

  async failed(alertIds: readonly string[], problem: string): Promise<void> {
    await this.db.query(
      sql`update alerts set problem = ${problem.slice(0, 300)} where alert_id = any(${alertIds}::text[])`,
    );
  }

  /** What was over long ago, and instances of what is no more. */
  async forgetOlder(days: number): Promise<void> {
    await this.db.query(
      sql`delete from alert_transitions where at < clock_timestamp() - make_interval(days => ${days})`,
    );
    await this.db.query(sql`
      delete from alert_instances i
      where phase = 'normal' and written_at < clock_timestamp() - interval '1 day' and endpoint_id is not null
        and (is_gone or not exists (select 1 from alert_endpoints e where e.endpoint_id = i.endpoint_id))`);
  }
}

const alertOf = (row: Row): AlertRow => ({
  alertId: row.alert_id,
  projectId: row.project_id,
  rule: row.rule,
  rulePosition: row.rule_position,
  mutedUntilUs: row.muted_until_us,
});
