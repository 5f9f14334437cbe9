import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import type { Session, SessionHolder } from './session.ts';
import { OLDEST_DAYS, UNUSED_HOURS } from './session-cookie.ts';

type Row = Readonly<{
  secret_sha256: string;
  actor: string;
  operator_mark: string | null;
  project_id: string | null;
  created_at: Date;
  expires_at: Date;
  ends_at: Date;
}>;

/** More than so many of one token are no browsers of people: the one that was not used for longest gives way. */
const MOST_OF_ONE = 50;

/** Sessions of browsers, for every process of the api and over its restarts. */
@Injectable()
export class SessionStore {
  constructor(private readonly db: Db) {}

  /** @returns the secret that opens it, which is not kept */
  async begin({ actor, operatorMark, projectId }: SessionHolder): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    await this.db.query(sql`
      insert into sessions (secret_sha256, actor, operator_mark, project_id)
      values (${idOf(secret)}, ${actor}, ${operatorMark}, ${projectId})`);
    await this.db.query(sql`
      delete from sessions where secret_sha256 in (
        select secret_sha256 from sessions where actor = ${actor} order by used_at desc offset ${MOST_OF_ONE})`);
    return secret;
  }

  /** The session that a secret opens; that it was used is written once a minute. */
  async opened(secret: string): Promise<Session | undefined> {
    const id = idOf(secret);
    const [row] = await this.db.query<Row & { is_stale: boolean }>(sql`
      select s.*, used_at < clock_timestamp() - interval '1 minute' as is_stale,
             created_at + make_interval(days => ${OLDEST_DAYS}) as ends_at,
             least(greatest(used_at, clock_timestamp()) + make_interval(hours => ${UNUSED_HOURS}),
                   created_at + make_interval(days => ${OLDEST_DAYS})) as expires_at
      from sessions s
      where secret_sha256 = ${id}
        and used_at > clock_timestamp() - make_interval(hours => ${UNUSED_HOURS})
        and created_at > clock_timestamp() - make_interval(days => ${OLDEST_DAYS})`);
    if (row?.is_stale)
      await this.db.query(sql`update sessions set used_at = clock_timestamp() where secret_sha256 = ${id}`);
    return row && sessionOf(row);
  }

  async choose(id: string, projectId: string | null): Promise<void> {
    await this.db.query(sql`update sessions set project_id = ${projectId} where secret_sha256 = ${id}`);
  }

  async end(id: string): Promise<void> {
    await this.db.query(sql`delete from sessions where secret_sha256 = ${id}`);
  }

  /** Those that stand for a token. */
  async idsOf(actor: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`select secret_sha256 as id from sessions where actor = ${actor}`,
    );
    return rows.map(({ id }) => id);
  }

  /** What has ended by itself. */
  async sweep(): Promise<void> {
    await this.db.query(sql`
      delete from sessions
      where used_at < clock_timestamp() - make_interval(hours => ${UNUSED_HOURS})
         or created_at < clock_timestamp() - make_interval(days => ${OLDEST_DAYS})`);
    await this.db.query(sql`delete from sign_in_codes where expires_at < clock_timestamp()`);
    await this.db.query(sql`delete from session_tokens where expires_at < clock_timestamp()`);
  }
}

const idOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const sessionOf = (row: Row): Session => ({
  id: row.secret_sha256,
  actor: row.actor,
  operatorMark: row.operator_mark,
  projectId: row.project_id,
  signedInAt: row.created_at,
  expiresAt: row.expires_at,
  endsAt: row.ends_at,
});
