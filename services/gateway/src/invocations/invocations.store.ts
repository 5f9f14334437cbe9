import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db, type Tx } from '@tidegate/eventing/nest';
import type { Invocation } from './invocation.ts';

export type Queued = Pick<Invocation, 'id' | 'endpointId' | 'projectId' | 'queuedAt'>;
export type Outcome = Pick<Invocation, 'state' | 'status' | 'error' | 'contentType' | 'result'>;

/** Asynchronous requests and their results, for a limited time. */
@Injectable()
export class InvocationStore {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<Invocation | undefined> {
    const [row] = await this.db.query<Invocation>(sql`
      select id, endpoint_id as "endpointId", project_id as "projectId", state, attempts, queued_at as "queuedAt",
        finished_at as "finishedAt", status, error, content_type as "contentType", result
      from invocations where id = ${id}`);
    return row;
  }

  /** Nothing changes when it is known already. */
  async queued({ id, endpointId, projectId, queuedAt }: Queued): Promise<void> {
    await this.db.query(sql`
      insert into invocations (id, endpoint_id, project_id, state, queued_at)
      values (${id}, ${endpointId}, ${projectId}, 'queued', ${queuedAt}) on conflict (id) do nothing`);
  }

  async running({ id, endpointId, projectId, queuedAt }: Queued, attempts: number): Promise<void> {
    await this.db.query(sql`
      insert into invocations as i (id, endpoint_id, project_id, state, queued_at, attempts)
      values (${id}, ${endpointId}, ${projectId}, 'running', ${queuedAt}, ${attempts})
      on conflict (id) do update set state = 'running', attempts = excluded.attempts
        where i.state in ('queued', 'running')`);
  }

  /** It waits for its next try. */
  async again(id: string, problem: string): Promise<void> {
    await this.db.query(
      sql`update invocations set state = 'queued', error = ${problem} where id = ${id} and state = 'running'`,
    );
  }

  async finished(tx: Tx, id: string, outcome: Outcome): Promise<void> {
    const { state, status, error, contentType, result } = outcome;
    await tx.query(sql`
      update invocations set state = ${state}, status = ${status}, error = ${error}, content_type = ${contentType},
        result = ${result}, finished_at = clock_timestamp()
      where id = ${id} and state in ('queued', 'running')`);
  }

  /** At most `limit` of those queued before a moment. @returns how many went */
  async forget(before: Date, limit: number): Promise<number> {
    const gone = await this.db.query(sql`
      with old as (select id from invocations where queued_at < ${before} order by queued_at limit ${limit})
      delete from invocations using old where invocations.id = old.id returning invocations.id`);
    return gone.length;
  }
}
