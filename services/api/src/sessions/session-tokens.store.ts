import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { deriveId, sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** The token that a session has, or is to get, for calls in one project: whoever carries out its command makes it, once. */
export type SessionToken = Readonly<{
  tokenId: string;
  projectId: string;
  commandId: string;
  expiresAt: Date;
}>;
type Row = Readonly<{ project_id: string; command_id: string; expires_at: Date }>;
type Wanted = Readonly<{ sessionId: string; projectId: string; noLaterThan: string | null }>;

const MINUTES = 15;
/** With less time left than this, another one is made. */
const LEAST_MINUTES = 5;

/** Which inference tokens belong to which session. */
@Injectable()
export class SessionTokens {
  constructor(private readonly db: Db) {}

  /** The one that is there, or the place of a new one. Of several that ask at once all get the same. */
  async placeFor({ sessionId, projectId, noLaterThan }: Wanted): Promise<SessionToken> {
    const [row] = await this.db.query<Row>(sql`
      insert into session_tokens as t (secret_sha256, project_id, command_id, expires_at)
      values (${sessionId}, ${projectId}, ${randomUUID()},
              least(clock_timestamp() + make_interval(mins => ${MINUTES}), ${noLaterThan}::timestamptz))
      on conflict (secret_sha256, project_id) do update
        set (command_id, expires_at) = (
          select case when is_over then excluded.command_id else t.command_id end,
                 case when is_over then excluded.expires_at else t.expires_at end
          from (select t.expires_at < excluded.expires_at
                       and t.expires_at < clock_timestamp() + make_interval(mins => ${LEAST_MINUTES}) as is_over) as now)
      returning project_id, command_id, expires_at`);
    if (!row) throw new Error('an insert that always writes a row wrote none');
    return tokenOf(row);
  }

  /** Those that may still open something. */
  async living(sessionId: string): Promise<SessionToken[]> {
    const rows = await this.db.query<Row>(sql`
      select project_id, command_id, expires_at from session_tokens
      where secret_sha256 = ${sessionId} and expires_at > clock_timestamp()`);
    return rows.map(tokenOf);
  }

  /** The next one who asks begins anew. */
  async forget(sessionId: string, { commandId }: SessionToken): Promise<void> {
    await this.db.query(sql`
      delete from session_tokens where secret_sha256 = ${sessionId} and command_id = ${commandId}`);
  }
}

const tokenOf = (row: Row): SessionToken => ({
  tokenId: deriveId('token', row.command_id),
  projectId: row.project_id,
  commandId: row.command_id,
  expiresAt: row.expires_at,
});
