import { Inject, Injectable } from '@nestjs/common';
import type { LogLineView, LogTailAnswer, LogTailAsk } from '@tidegate/contracts';
import { EVERY_LINE } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Clock, Db, type Queries } from '@tidegate/eventing/nest';
import { LIMITS, type Limits } from '../retention/limits.ts';
import { Gate } from './gate.ts';
import { LineScan } from './line-scan.store.ts';
import { cursorIn } from './line-views.ts';
import { type Frame, frameOf } from './frame.ts';
import { rankOf } from './severity.ts';
import { type Window, SPAN_US, spanOf, windowsOf } from './spans.ts';

const HOUR_US = 3_600_000_000;
/** The server ends a statement of a question that takes longer. */
const STATEMENT_LIMIT = '3s';

type Replica = Readonly<{ replica_id: string; first_cursor: number; last_cursor: number }>;

/** Answers questions about lines: where to look first, then a look at it. */
@Injectable()
export class LineReader {
  readonly #searches = new Gate({ atOnce: 3, waiting: 24 }, 'log.too_many_searches');

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    @Inject(LIMITS) private readonly limits: Limits,
  ) {}

  /** The next lines after a cursor, all of them: nothing is ever stored at or below a cursor that was told. */
  async after(
    cursor: number,
    { endpointId, projectId, limit }: Readonly<{ endpointId: string; projectId: string; limit: number }>,
  ): Promise<Readonly<{ lines: readonly LogLineView[]; cursor: number }>> {
    const read = await this.read({ ...EVERY_LINE, endpointId, projectId, limit, after: String(cursor) });
    return { lines: read.lines, cursor: Number(read.cursor) };
  }

  /**
   * What is asked for, as far as one answer and its time go.
   * @throws Refusal log.too_many_searches when more wait than can be answered in time
   */
  read(ask: LogTailAsk): Promise<LogTailAnswer> {
    // Who follows a log does not wait for those who search others.
    return ask.search === null ? this.#read(ask) : this.#searches.run(() => this.#read(ask));
  }

  #read(ask: LogTailAsk): Promise<LogTailAnswer> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`select set_config('statement_timeout', ${STATEMENT_LIMIT}, true)`);
      const head = await headOf(tx, ask.endpointId);
      const frame = frameOf(ask, {
        head,
        oldest: this.clock.nowUs() - this.limits.keepHours * HOUR_US,
        after: ask.after === null ? null : cursorIn(ask.after, '?after'),
        before: ask.before === null ? null : cursorIn(ask.before, '?before'),
      });
      const replica = await replicaOf(tx, ask);
      const windows = replica === 'none' ? [] : await this.#windows(tx, ask, within(frame, replica));
      const wanted = { ...ask, replicaId: replica === 'none' ? null : (replica?.replica_id ?? null) };
      return new LineScan(tx, wanted, frame).through(windows);
    });
  }

  /** Those parts of the frame in which there may be what is asked for. */
  async #windows(tx: Queries, ask: LogTailAsk, { from, to }: Window): Promise<Window[]> {
    if (from >= to) return [];
    const rows = await tx.query<{ span_us: number }>(sql`
      select span_us from log_spans
      where endpoint_id = ${ask.endpointId} and span_us >= ${spanOf(from)} and span_us < ${to}
        and newest_at_us >= ${ask.sinceUs ?? 0} and oldest_at_us < ${ask.untilUs ?? Number.MAX_SAFE_INTEGER}
        and severity >= ${ask.severity === null ? 0 : rankOf(ask.severity)}
      order by span_us limit ${MOST_SPANS}`);
    return windowsOf(
      rows.map(({ span_us: spanUs }) => spanUs),
      { from, to },
    );
  }
}

/** More than ten years of them. */
const MOST_SPANS = Math.ceil((10 * 366 * 24 * HOUR_US) / SPAN_US);

/** Everything up to it is stored, and seen by whatever is asked after this. */
const headOf = async (tx: Queries, endpointId: string): Promise<number> => {
  const [row] = await tx.query<{ cursor: number }>(
    sql`select cursor from log_endpoints where endpoint_id = ${endpointId}`,
  );
  return row?.cursor ?? 0;
};

/** The replica that is asked for; undefined: all of them; none: there is no such one. */
const replicaOf = async (
  tx: Queries,
  { endpointId, replicaId, previous }: LogTailAsk,
): Promise<Replica | undefined | 'none'> => {
  if (replicaId === null && !previous) return undefined;
  const [row] = await tx.query<Replica>(sql`
    select replica_id, first_cursor, last_cursor from log_replicas
    where endpoint_id = ${endpointId} and replica_id <> '' and (${previous} or replica_id = ${replicaId})
      and (not ${previous} or ${replicaId}::text is null or first_cursor < (
        select first_cursor from log_replicas where endpoint_id = ${endpointId} and replica_id = ${replicaId}))
    order by first_cursor desc offset ${previous && replicaId === null ? 1 : 0} limit 1`);
  return row ?? 'none';
};

const within = ({ from, to }: Frame, replica: Replica | undefined): Window => ({
  from: Math.max(from, replica?.first_cursor ?? 0),
  to: Math.min(to, (replica?.last_cursor ?? Number.MAX_SAFE_INTEGER - 1) + 1),
});
