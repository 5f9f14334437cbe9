import { Injectable } from '@nestjs/common';
import { Db } from '@tidegate/eventing/nest';
import { sql } from '@tidegate/eventing';
import { LIFE, type Stored } from '../invocations/invocation-row.ts';
import { InvocationStore } from '../invocations/invocations.store.ts';

/** Of one endpoint: what waits and is due, and all that waits. */
export type Backlog = Readonly<{ endpointId: string; due: number; waiting: number; bytes: number }>;

type Taking = Readonly<{
  endpointId: string;
  holder: string;
  leaseMs: number;
  /** So many more at most. */
  limit: number;
  /** And so many over all processes. */
  most: number;
}>;

/** What a sweep takes in hand at once. */
const BATCH = 100;

/** Invocations as those see them who run them. */
@Injectable()
export class DueInvocations {
  constructor(
    private readonly db: Db,
    private readonly store: InvocationStore,
  ) {}

  backlogs(): Promise<Backlog[]> {
    return this.db.query<Backlog>(sql`
      select endpoint_id as "endpointId", count(*) filter (where due_at <= clock_timestamp()) as due, count(*) as waiting,
        coalesce(sum(request_bytes), 0)::bigint as bytes
      from invocations where state = 'queued' group by endpoint_id`);
  }

  /** Takes some of an endpoint’s, oldest first. */
  take({ endpointId, holder, leaseMs, limit, most }: Taking): Promise<Stored[]> {
    return this.store.happenTo(
      {
        text: `select ${LIFE} from invocations where id in (
            select id from invocations
            where endpoint_id = $1 and state = 'queued' and due_at <= clock_timestamp() and expires_at > clock_timestamp()
            order by due_at, id
            limit least($2::int, greatest(0, $3::int - (
              select count(*)::int from invocations where endpoint_id = $1 and state = 'running')))
            for update skip locked)`,
        values: [endpointId, limit, most],
      },
      { kind: 'taken', holder, leaseMs },
    );
  }

  /** Those whose time is over. */
  expire(): Promise<Stored[]> {
    return this.store.happenTo(
      {
        text: `select ${LIFE} from invocations where state = 'queued' and expires_at <= clock_timestamp()
          order by expires_at limit ${BATCH} for update skip locked`,
        values: [],
      },
      { kind: 'expired' },
    );
  }

  /** Those whose holder has fallen silent. */
  recover(): Promise<Stored[]> {
    return this.store.happenTo(
      {
        text: `select ${LIFE} from invocations where state = 'running' and held_until <= clock_timestamp()
          order by held_until limit ${BATCH} for update skip locked`,
        values: [],
      },
      { kind: 'lost', random: Math.random() },
    );
  }

  endpointDeleted(endpointId: string): Promise<Stored[]> {
    return this.store.happenTo(
      {
        text: `select ${LIFE} from invocations where endpoint_id = $1 and state = 'queued'
          limit ${BATCH} for update skip locked`,
        values: [endpointId],
      },
      { kind: 'endpoint_deleted' },
    );
  }

  /** Forgets those that have been over for as long as their endpoint wanted them kept. @returns how many at once */
  async forget(): Promise<number> {
    const gone = await this.db.query(sql`
      delete from invocations where id in (
        select id from invocations
        where finished_at + result_ttl_seconds * interval '1 second' <= clock_timestamp()
          and state in ('succeeded', 'failed', 'cancelled') and follow_at is null
          and (off_queue or finished_at < clock_timestamp() - interval '7 days')
        limit ${BATCH}) returning 1`);
    return gone.length;
  }
}
