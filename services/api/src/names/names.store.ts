import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

/** A holder whose stream never appeared within this time died between taking the name and using it. */
const STALE = '2 minutes';
const TRIES = 5;

export type Holder = 'living' | 'absent' | 'gone';

/**
 * Who holds which name. A name is taken here before its holder is written to the log, so that of two at once the primary
 * key lets one through; the log alone could not, since each holder has a stream of its own. A name whose holder is gone,
 * or never came to be, passes to whoever asks next.
 */
@Injectable()
export class Names {
  constructor(private readonly db: Db) {}

  /**
   * @param scope what the name is unique in: a project's id, or `projects`
   * @param lookUp what has become of a holder, from the log
   * @returns false when a living holder has it
   */
  async take(scope: string, name: string, { holder, lookUp }: Taking): Promise<boolean> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const [row] = await this.db.query<{ holder: string; stale: boolean }>(sql`
        insert into names as n (scope, name, holder) values (${scope}, ${name}, ${holder})
        on conflict (scope, name) do update set holder = n.holder
        returning holder, taken_at < clock_timestamp() - ${STALE}::interval as stale`);
      if (!row || row.holder === holder) return true;
      const state = await lookUp(row.holder);
      if (state === 'living' || (state === 'absent' && !row.stale)) return false;
      if (await this.#pass(scope, name, { from: row.holder, to: holder })) return true;
    }
    return false;
  }

  async #pass(scope: string, name: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const rows = await this.db.query(sql`
      update names set holder = ${to}, taken_at = clock_timestamp()
      where scope = ${scope} and name = ${name} and holder = ${from} returning 1`);
    return rows.length > 0;
  }
}

type Taking = Readonly<{ holder: string; lookUp: (holder: string) => Promise<Holder> }>;
