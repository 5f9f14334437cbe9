import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Clock, Db } from '@tidegate/eventing/nest';
import { DayTables } from '../retention/day-tables.store.ts';
import { dayOf } from '../retention/days.ts';

const SIZE_KNOWN_FOR_MS = 15_000;

/** The tables of the days of `requests`. */
@Injectable()
export class RequestDays extends DayTables {
  #today: Readonly<{ bytes: number; untilMs: number }> | undefined;

  constructor(db: Db, clock: Clock) {
    super('requests', db, clock);
  }

  override forget(): void {
    super.forget();
    this.#today = undefined;
  }

  /** What today's rows take, as it was some seconds ago. */
  async bytesToday(): Promise<number> {
    if (this.#today && performance.now() < this.#today.untilMs) return this.#today.bytes;
    const table = this.tableOf(dayOf(this.clock.nowUs()));
    const [row] = await this.db.query<{ bytes: number | null }>(
      sql`select pg_total_relation_size(to_regclass(${table})) as bytes`,
    );
    this.#today = { bytes: row?.bytes ?? 0, untilMs: performance.now() + SIZE_KNOWN_FOR_MS };
    return this.#today.bytes;
  }
}
