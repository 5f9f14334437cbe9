import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

const HOUR_US = 3_600_000_000;
const KEPT_US = 7 * 24 * HOUR_US;
const MOST_KEPT = 200;
/** So late an event of it, be it this process's own that comes back, cannot bring it to life again. */
const YOUNGEST_US = HOUR_US;
const AT_ONCE = 1000;

/**
 * Takes what is long over out of the read model; the log keeps it. Of each endpoint the last 200 stopped replicas stay, for
 * a week at most, and the templates that something still runs or may run. Who waits with others knows of all of them.
 */
@Injectable()
export class ForgetStopped {
  constructor(private readonly db: Db) {}

  /** One page of each: what is left goes the next time. */
  async forget(nowUs: number): Promise<void> {
    await this.db.query(sql`
      delete from replicas where id in (
        select id from (
          select id, stopped_at_us, row_number() over (partition by endpoint_id order by stopped_at_us desc, id) as nth
          from replicas p where state = 'stopped' and not exists (
            select from replicas g where g.gang_id = p.gang_id and g.state = 'pending')) as s
        where stopped_at_us < ${nowUs - KEPT_US} or (nth > ${MOST_KEPT} and stopped_at_us < ${nowUs - YOUNGEST_US})
        limit ${AT_ONCE})`);
    await this.db.query(sql`
      delete from revisions where (endpoint_id, revision) in (
        select r.endpoint_id, r.revision from revisions r
        join targets t on t.endpoint_id = r.endpoint_id and r.revision not in (t.revision, t.newest_revision)
        where not exists (select from replicas p where p.endpoint_id = r.endpoint_id and p.revision = r.revision)
          and not exists (select from rollouts o
            where o.endpoint_id = r.endpoint_id and r.revision in (o.from_revision, o.to_revision))
        limit ${AT_ONCE})`);
  }
}
