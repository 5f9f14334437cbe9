import { Injectable } from '@nestjs/common';
import type { AskOf, questions } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { Place } from './place.ts';
import type { RequestRow } from './stored.ts';

type Wanted = Omit<AskOf<typeof questions.requests>, 'cursor'>;

/** What was looked at ends at `end`; null: there is nothing older. */
export type Read = Readonly<{ rows: readonly RequestRow[]; end: Place | null }>;

/** Rows that one question looks at, however few of them its filters let pass: so an answer takes a tenth of a second at most. */
const LOOKED_AT = 50_000;
/** After any that are. */
const NEWEST: Place = { atUs: Number.MAX_SAFE_INTEGER, number: 0 };

@Injectable()
export class RequestReader {
  constructor(private readonly db: Db) {}

  /** The next requests before a place, newest first. */
  async before(place: Place | null, wanted: Wanted): Promise<Read> {
    if (wanted.requestId !== null) return { rows: await this.#named(wanted.requestId, wanted), end: null };
    const from = place ?? NEWEST;
    const rows = await this.#matching(from, wanted);
    const last = rows.at(-1);
    if (last && rows.length === wanted.limit) return { rows, end: { atUs: last.at_us, number: last.number } };
    return { rows, end: await this.#horizon(from, wanted) };
  }

  #matching({ atUs, number }: Place, wanted: Wanted): Promise<RequestRow[]> {
    const { projectId, endpointId, outcome, tokenIds, replicaId, minDurationUs, limit } = wanted;
    const { from, to } = wanted.status ?? { from: null, to: null };
    return this.db.query<RequestRow>(sql`
      select * from (
        select * from requests
        where endpoint_id = ${endpointId} and at_us <= ${atUs} and (at_us, number) < (${atUs}, ${number})
          and at_us >= ${wanted.sinceUs ?? 0} and at_us < ${wanted.untilUs ?? NEWEST.atUs}
        order by at_us desc, number desc limit ${LOOKED_AT}
      ) r
      where project_id = ${projectId}
        and (${from}::int is null or status between ${from} and ${to})
        and (${outcome}::text is null or outcome = ${outcome})
        and (${tokenIds}::text[] is null or token_id = any(${tokenIds}))
        and (${replicaId}::text is null or replica_id = ${replicaId})
        and (${minDurationUs}::bigint is null or duration_us >= ${minDurationUs})
      order by at_us desc, number desc limit ${limit}`);
  }

  /** Where a look that found too little ended; null when it saw everything. */
  async #horizon({ atUs, number }: Place, { endpointId, sinceUs, untilUs }: Wanted): Promise<Place | null> {
    const [row] = await this.db.query<{ at_us: number; number: number }>(sql`
      select at_us, number from requests
      where endpoint_id = ${endpointId} and at_us <= ${atUs} and (at_us, number) < (${atUs}, ${number})
        and at_us >= ${sinceUs ?? 0} and at_us < ${untilUs ?? NEWEST.atUs}
      order by at_us desc, number desc offset ${LOOKED_AT - 1} limit 1`);
    return row ? { atUs: row.at_us, number: row.number } : null;
  }

  #named(requestId: string, { projectId, endpointId, limit }: Wanted): Promise<RequestRow[]> {
    return this.db.query<RequestRow>(sql`
      select * from requests
      where request_id = ${requestId} and endpoint_id = ${endpointId} and project_id = ${projectId}
      order by at_us desc, number desc limit ${limit}`);
  }
}
