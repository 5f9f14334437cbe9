import type { Sql } from '@tidegate/eventing';
import { sql } from '@tidegate/eventing';
import type { Clock, Db } from '@tidegate/eventing/nest';
import { DAY_US, dayOf, dayOfTable, tableOf } from './days.ts';

/** Made so many days before they begin: nobody waits for a table at midnight. */
const AHEAD_DAYS = 2;

type Day = Readonly<{ dayUs: number; bytes: number }>;

/** The tables of the days of a larger one: made when they are needed, dropped as a whole. */
export class DayTables {
  readonly #made = new Set<number>();

  /** @param parent partitioned by microseconds since 1970 */
  constructor(
    private readonly parent: string,
    protected readonly db: Db,
    protected readonly clock: Clock,
  ) {}

  /** Makes the tables of these days that are not there yet. */
  async ensure(days: Iterable<number>): Promise<void> {
    for (const dayUs of new Set(days)) {
      if (this.#made.has(dayUs)) continue;
      await this.#make(dayUs);
      this.#made.add(dayUs);
    }
  }

  ensureAhead(): Promise<void> {
    const today = dayOf(this.clock.nowUs());
    return this.ensure(Array.from({ length: AHEAD_DAYS + 1 }, (_, n) => today + n * DAY_US));
  }

  /** What is known of tables may not be so any more: it is looked at again. */
  forget(): void {
    this.#made.clear();
  }

  /** Drops the days before one, then the oldest of those before today until the rest is small enough. */
  async dropBeyond(oldestDayUs: number, bytes: number): Promise<void> {
    const days = await this.#all();
    let sum = days.reduce((total, day) => total + day.bytes, 0);
    const today = dayOf(this.clock.nowUs());
    for (const day of days) {
      if (day.dayUs >= today || (day.dayUs >= oldestDayUs && sum <= bytes)) break;
      await this.#drop(day.dayUs);
      sum -= day.bytes;
    }
  }

  /** The first day that has a table; undefined: none has. */
  async first(): Promise<number | undefined> {
    return (await this.#all())[0]?.dayUs;
  }

  protected tableOf(dayUs: number): string {
    return tableOf(this.parent, dayUs);
  }

  /** Oldest first. */
  async #all(): Promise<Day[]> {
    const tables = await this.db.query<{ name: string; bytes: number }>(sql`
      select c.relname as name, pg_total_relation_size(c.oid) as bytes
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass(${this.parent})`);
    return tables
      .flatMap(({ name, bytes }) => {
        const dayUs = dayOfTable(this.parent, name);
        return dayUs === undefined ? [] : [{ dayUs, bytes }];
      })
      .sort((a, b) => a.dayUs - b.dayUs);
  }

  /** A table is joined on under a lock that readers and writers do not feel; made as a part, it would stop both. */
  async #make(dayUs: number): Promise<void> {
    const [parent, table] = [this.parent, this.tableOf(dayUs)];
    await this.db.transaction(async (tx) => {
      await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`${parent} days`}, 7102))`);
      const [row] = await tx.query<{ found: string | null }>(
        sql`select to_regclass(${table})::text as found`,
      );
      if (row?.found) return;
      await tx.query(statement(`create table ${table} (like ${parent} including defaults)`));
      await tx.query(
        statement(
          `alter table ${parent} attach partition ${table} for values from (${String(dayUs)}) to (${String(dayUs + DAY_US)})`,
        ),
      );
    });
  }

  /** It waits for readers under way, and who comes meanwhile waits behind it: so not for long. It is tried again in a minute. */
  async #drop(dayUs: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(sql`set local lock_timeout = '2s'`);
      await tx.query(statement(`drop table if exists ${this.tableOf(dayUs)}`));
    });
    this.#made.delete(dayUs);
  }
}

/** The name of a table cannot be a parameter; these are names of ours and digits. */
const statement = (text: string): Sql => ({ text, values: [] });
