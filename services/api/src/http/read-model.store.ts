import { Injectable } from '@nestjs/common';
import { type Projection, sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';

const FIRST_WAIT_MS = 2;
const LONGEST_WAIT_MS = 50;

/** Lets whoever changed something read what they wrote, although read models follow the log at their own pace. */
@Injectable()
export class ReadModels {
  constructor(private readonly db: Db) {}

  /**
   * Waits until a projection has applied the log up to a position.
   * @returns false when it has not after `withinMs`: it is then read later, or from the log itself
   */
  async reached(projection: string, position: number, withinMs = 1000): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const [row] = await this.db.query<{ position: number }>(
        sql`select position from es.checkpoints where consumer = ${projection}`,
      );
      if ((row?.position ?? 0) >= position) return true;
      if (performance.now() + waitMs > end) return false;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /**
   * The position that a projection must have reached to show everything up to another one. A projection’s own position moves
   * only with events of its types: what lies between may be nothing to it.
   */
  async neededFor({ name, on }: Projection, position: number): Promise<number> {
    const [row] = await this.db.query<{ needed: number | null }>(sql`
      select max(position) as needed from es.events
      where position > (select coalesce(max(position), 0) from es.checkpoints where consumer = ${name})
        and position <= ${position} and type = any(${Object.keys(on)})`);
    return row?.needed ?? 0;
  }
}
