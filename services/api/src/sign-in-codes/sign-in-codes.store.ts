import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** What a browser that brings the code is signed in as. */
export type Invited = Readonly<{ operatorMark: string; projectId: string | null }>;

const MINUTES = 10;
/** More than so many at once nobody follows: the oldest give way. */
const MOST = 100;

/** Codes of sign-in links. Only their SHA-256 is kept, and each works once. */
@Injectable()
export class SignInCodes {
  constructor(private readonly db: Db) {}

  async make({ operatorMark, projectId }: Invited): Promise<{ code: string; expiresAt: Date }> {
    const code = randomBytes(32).toString('base64url');
    const [row] = await this.db.query<{ expires_at: Date }>(sql`
      insert into sign_in_codes (code_sha256, operator_mark, project_id, expires_at)
      values (${sha256(code)}, ${operatorMark}, ${projectId}, clock_timestamp() + make_interval(mins => ${MINUTES}))
      returning expires_at`);
    if (!row) throw new Error('a sign-in code was not written');
    await this.db.query(sql`
      delete from sign_in_codes where code_sha256 in (
        select code_sha256 from sign_in_codes order by expires_at desc offset ${MOST})`);
    return { code, expiresAt: row.expires_at };
  }

  /** Whoever takes it first has it. */
  async take(code: string): Promise<Invited | undefined> {
    const [row] = await this.db.query<{
      operator_mark: string;
      project_id: string | null;
      lives: boolean;
    }>(sql`
      delete from sign_in_codes where code_sha256 = ${sha256(code)}
      returning operator_mark, project_id, expires_at > clock_timestamp() as lives`);
    return row?.lives ? { operatorMark: row.operator_mark, projectId: row.project_id } : undefined;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
