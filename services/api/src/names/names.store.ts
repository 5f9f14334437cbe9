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
 * never came to be, or is called something else by now, passes to whoever asks next.
 */
@Injectable()
export class Names {
  constructor(private readonly db: Db) {}

  /**
   * @param scope what the name is unique in, e.g. a project's id, or `projects`
   * @param lookUp what has become of a holder, from the log
   * @returns false when a living holder has it
   */
  async take(scope: string, name: string, { holder, lookUp }: Taking): Promise<boolean> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const [row] = await this.db.query<{ holder: string; stale: boolean }>(sql`
        insert into names as n (scope, name, holder) values (${scope}, ${name}, ${holder})
        on conflict (scope, name) do update set taken_at =
          case when n.holder = excluded.holder then clock_timestamp() else n.taken_at end
        returning holder, taken_at < clock_timestamp() - ${STALE}::interval as stale`);
      if (!row || row.holder === holder) return true;
      const state = await lookUp(row.holder);
      if (state === 'living' || (state === 'absent' && !row.stale)) return false;
      if (await this.#pass(scope, name, { from: row.holder, to: holder, isFree: state === 'gone' }))
        return true;
    }
    return false;
  }

  /** A holder that was silent for long may have taken it once more meanwhile: then it stays theirs. */
  async #pass(scope: string, name: string, { from, to, isFree }: Passing): Promise<boolean> {
    const rows = await this.db.query(sql`
      update names set holder = ${to}, taken_at = clock_timestamp()
      where scope = ${scope} and name = ${name} and holder = ${from}
        and (${isFree}::boolean or taken_at < clock_timestamp() - ${STALE}::interval)
      returning 1`);
    return rows.length > 0;
  }
}

type Passing = Readonly<{ from: string; to: string; isFree: boolean }>;
type Taking = Readonly<{ holder: string; lookUp: (holder: string) => Promise<Holder> }>;
