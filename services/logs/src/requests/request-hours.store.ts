import { Injectable } from '@nestjs/common';
import type { AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { GroupPlace } from './place.ts';
import { hourOf } from './roll-up.ts';
import type { HourRow, LossRow } from './stored.ts';

type Wanted = Omit<AskOf<typeof questions.requestHours>, 'cursor'>;

const FIRST = { hourUs: null, group: '' } as const;
/** As many as an answer tells of. */
const MOST_LOSSES = 100;

@Injectable()
export class RequestHours {
  constructor(private readonly db: Db) {}

  /** Groups after a place, the newest hour first; the groups of a page are found before anything is added up. */
  async after(place: GroupPlace | null, wanted: Wanted): Promise<HourRow[]> {
    const { projectId, endpointId, by, sinceUs, untilUs, limit } = wanted;
    const { hourUs, group } = place ?? FIRST;
    const rows = await this.db.query<HourRow>(sql`
      with hours as (
        select *, case ${by}::text when 'token' then token_id when 'endpoint' then endpoint_id
                  when 'status' then status_class::text else '' end as grouped
        from request_hours
        where project_id = ${projectId} and (${endpointId}::text is null or endpoint_id = ${endpointId})
          and hour_us >= ${hourOf(sinceUs)} and hour_us < ${untilUs}
          and (${hourUs}::bigint is null or hour_us <= ${hourUs})
      ), groups as (
        select hour_us, grouped from hours
        where ${hourUs}::bigint is null or hour_us < ${hourUs}
          or grouped > ${group} collate "C"
        group by 1, 2 order by hour_us desc, grouped collate "C" limit ${limit}
      )
      select hour_us, grouped, sum(requests)::bigint as requests, sum(errors)::bigint as errors,
        sum(bytes_in)::bigint as bytes_in, sum(bytes_out)::bigint as bytes_out,
        sum(prompt_tokens)::bigint as prompt_tokens, sum(completion_tokens)::bigint as completion_tokens,
        sum(metered)::bigint as metered, sum(estimated)::bigint as estimated,
        sum(duration_us)::bigint as duration_us, max(longest_us) as longest_us,
        sum(first_byte_us)::bigint as first_byte_us, min(first_at_us) as first_at_us, max(last_at_us) as last_at_us,
        sum_counts(durations) as durations, sum_counts(first_bytes) as first_bytes
      from hours join groups using (hour_us, grouped)
      group by hour_us, grouped order by hour_us desc, grouped collate "C"`);
    // What Postgres calls bigint arrives as text within arrays.
    return rows.map((row) => ({
      ...row,
      durations: row.durations.map(Number),
      first_bytes: row.first_bytes.map(Number),
    }));
  }

  /** Requests of which there is no record, of whole hours, newest first. */
  losses({
    projectId,
    endpointId,
    sinceUs,
    untilUs,
  }: Readonly<{
    projectId: string;
    endpointId: string | null;
    sinceUs: number | null;
    untilUs: number | null;
  }>): Promise<LossRow[]> {
    return this.db.query<LossRow>(sql`
      select endpoint_id, requests, from_us, until_us from request_losses
      where project_id = ${projectId} and (${endpointId}::text is null or endpoint_id = ${endpointId})
        and (${sinceUs}::bigint is null or until_us >= ${sinceUs})
        and (${untilUs}::bigint is null or from_us < ${untilUs})
      order by hour_us desc, endpoint_id limit ${MOST_LOSSES}`);
  }
}
