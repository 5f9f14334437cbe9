import { Injectable } from '@nestjs/common';
import { sql } from '@tidegate/eventing';
import { Clock, Db } from '@tidegate/eventing/nest';
import type { Limits } from '../retention/limits.ts';
import { DAY_US } from '../retention/days.ts';
import { oldestDay } from './kept.ts';
import { RequestDays } from './request-days.store.ts';

const MIB = 1024 * 1024;
/** A batch may come again for as long as its queue holds it: a day at most. */
const BATCHES_KEPT_DAYS = 7;

/** Makes the tables of the days to come, and lets go what is too old or too much. */
@Injectable()
export class RequestRetention {
  constructor(
    private readonly db: Db,
    private readonly days: RequestDays,
    private readonly clock: Clock,
  ) {}

  async trim({ keepRequestDays, keepRequestMib, keepHourDays }: Limits): Promise<void> {
    const nowUs = this.clock.nowUs();
    await this.days.ensureAhead();
    await this.days.dropBeyond(oldestDay(nowUs, keepRequestDays), keepRequestMib * MIB);
    const oldestHourUs = nowUs - keepHourDays * DAY_US;
    await this.db.query(sql`delete from request_hours where hour_us < ${oldestHourUs}`);
    await this.db.query(sql`delete from request_losses where hour_us < ${oldestHourUs}`);
    await this.db.query(sql`
      delete from request_batches
      where stored_at < clock_timestamp() - make_interval(days => ${BATCHES_KEPT_DAYS})`);
  }
}
