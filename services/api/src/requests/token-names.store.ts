import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** Several tokens may have had one name, one after the other. */
const MOST_TOKENS = 100;

/** What the tokens of a project are called, the revoked ones too. */
@Injectable()
export class TokenNames {
  constructor(private readonly db: Db) {}

  async of(projectId: string, ids: readonly (string | null)[]): Promise<Map<string, string>> {
    const wanted = [...new Set(ids.filter((id) => id !== null))];
    if (wanted.length === 0) return new Map();
    const rows = await this.db.query<{ id: string; name: string }>(
      sql`select id, name from token_list where project_id = ${projectId} and id = any(${wanted}::text[])`,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** @throws Refusal request.invalid when no token of the project has that id or name */
  async called(projectId: string, called: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(sql`
      select id from token_list where project_id = ${projectId} and (id = ${called} or name = ${called})
      order by created_position desc limit ${MOST_TOKENS}`);
    return rows.length > 0
      ? rows.map(({ id }) => id)
      : refuse('request.invalid', { count: 1 }, [
          { pointer: '?token', message: 'is no token of this project: give the id or the name of one' },
        ]);
  }
}
