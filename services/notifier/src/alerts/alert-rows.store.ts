import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { AlertRow, InstanceRow, TransitionRow } from './alert-view.ts';

type Page = Readonly<{ state: string | null; limit: number }>;

/** What people ask of alerts. */
@Injectable()
export class AlertRows {
  constructor(private readonly db: Db) {}

  /** Oldest first. @param after the place in the log at which the one before was created */
  page(projectId: string, { state, after, limit }: Page & Readonly<{ after: number }>): Promise<AlertRow[]> {
    return this.#rows(projectId, { alertId: null, state, after, limit });
  }

  async one(projectId: string, alertId: string): Promise<AlertRow | undefined> {
    const [row] = await this.#rows(projectId, { alertId, state: null, after: 0, limit: 1 });
    return row;
  }

  #rows(
    projectId: string,
    { alertId, state, after, limit }: Page & Readonly<{ alertId: string | null; after: number }>,
  ): Promise<AlertRow[]> {
    return this.db.query<AlertRow>(sql`
      select * from (
        select a.alert_id, a.project_id, a.rule, a.muted_until_us, a.created_position, a.created_at, a.updated_at,
               a.evaluated_at, a.problem, c.pending, c.recovering, c.firing,
               case when c.firing > 0 then 'firing' when c.recovering > 0 then 'recovering'
                    when c.pending > 0 then 'pending' else 'normal' end as state
        from alerts a
        cross join lateral (
          select count(*) filter (where phase = 'pending') as pending,
                 count(*) filter (where phase = 'recovering') as recovering,
                 count(*) filter (where phase = 'firing') as firing
          from alert_instances i where i.alert_id = a.alert_id and i.phase <> 'normal') c
        where a.project_id = ${projectId} and a.created_position > ${after}
          and (${alertId}::text is null or a.alert_id = ${alertId})) s
      where ${state}::text is null or s.state = ${state}
      order by created_position limit ${limit}`);
  }

  /** In the order of their series. */
  instances(
    alertId: string,
    { state, after, limit }: Page & Readonly<{ after: string }>,
  ): Promise<InstanceRow[]> {
    return this.db.query<InstanceRow>(sql`
      select series, endpoint_id, replica_id, instance from alert_instances
      where alert_id = ${alertId} and series > ${after} and (${state}::text is null or phase = ${state})
        and (phase <> 'normal' or not is_gone)
      order by series limit ${limit}`);
  }

  /** Newest first. */
  transitions(
    alertId: string,
    { before, limit }: Readonly<{ before: number | null; limit: number }>,
  ): Promise<TransitionRow[]> {
    return this.db.query<TransitionRow>(sql`
      select transition_id, endpoint_id, replica_id, number, to_phase, because, value, threshold, is_muted, at
      from alert_transitions
      where alert_id = ${alertId} and transition_id < ${before ?? Number.MAX_SAFE_INTEGER}
      order by transition_id desc limit ${limit}`);
  }
}
