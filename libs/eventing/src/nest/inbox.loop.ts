import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from '../sql.ts';
import { Db } from './db.ts';

const HOUR_MS = 3_600_000;

/** Inbox rows matter only while their message may come again: seven days is far beyond any redelivery. */
@Injectable()
export class InboxSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Db) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.db
        .query(sql`delete from es.inbox where processed_at < clock_timestamp() - interval '7 days'`)
        .catch(() => undefined);
    }, HOUR_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }
}
