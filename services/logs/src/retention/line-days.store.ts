import { Injectable } from '@nestjs/common';
import { Clock, Db } from '@tidegate/eventing/nest';
import { dayOf } from './days.ts';
import { DayTables } from './day-tables.store.ts';

/** The tables of the days of `log_lines`. */
@Injectable()
export class LineDays extends DayTables {
  constructor(db: Db, clock: Clock) {
    super('log_lines', db, clock);
  }

  /** @param lines in the order of their cursors, endpoint by endpoint */
  ensureFor(lines: readonly Readonly<{ cursor: number }>[]): Promise<void> {
    const days = new Set<number>();
    for (const { cursor } of lines) days.add(dayOf(cursor));
    return this.ensure(days);
  }
}
