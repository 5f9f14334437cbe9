import type { LogTailAnswer, LogTailAsk } from '@tidegate/contracts';
import { LOG_STREAMS } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import type { Queries } from '@tidegate/eventing/nest';
import { type End, type Frame, told } from './frame.ts';
import { likePattern, matcherOf } from './line-match.ts';
import { type LineRow, lineView } from './line-views.ts';
import { rankOf } from './severity.ts';
import type { Window } from './spans.ts';

/** One answer must fit one message on the bus, which takes a MiB. */
const ANSWER_BYTES = 768 * 1024;
/** What is matched outside Postgres is held in memory. */
const MATCHED_BYTES = 4 * 1024 * 1024;
const MATCHED_LINES = 5000;
/** Lines looked at in one statement: it is over well before it would be cut. */
const [FIRST_CHUNK, MOST_CHUNK] = [10_000, 160_000];
/** A question is answered by then, with what was found. */
const TIME_MS = 4000;

type Found = LineRow & Readonly<{ found: number }>;
/** `full`: the cursor of the last line, when no more fits. */
type Step = Readonly<{ full: number | null; seen: Window }>;

/** One look along the lines of an endpoint, chunk by chunk, until there are enough, or no time, or no lines. */
export class LineScan {
  readonly #deadline = performance.now() + TIME_MS;
  readonly #matches: ((line: string) => boolean) | null;
  readonly #filtered: boolean;
  #rows: LineRow[] = [];
  #bytes = 0;

  constructor(
    private readonly tx: Queries,
    private readonly wanted: LogTailAsk,
    private readonly frame: Frame,
  ) {
    const { search, severity, stream, sinceUs, untilUs, traceId, requestId, replicaId } = wanted;
    this.#matches = search?.regex ? matcherOf(search) : null;
    this.#filtered = [search, severity, stream, sinceUs, untilUs, replicaId, traceId, requestId].some(
      (filter) => filter !== null,
    );
  }

  /** @param windows in the order of cursors */
  async through(windows: readonly Window[]): Promise<LogTailAnswer> {
    const end = await this.#scan(this.frame.forward ? windows : windows.toReversed());
    const rows = this.frame.forward ? this.#rows : this.#rows.toReversed();
    return { lines: rows.map(lineView), ...told(this.frame, end, rows[0]?.cursor) };
  }

  async #scan(windows: readonly Window[]): Promise<End> {
    let size = FIRST_CHUNK;
    for (const window of windows)
      for (let rest: Window | null = window; rest;) {
        const step: Step | null = await this.#step(rest, size).catch(unlessCut);
        if (!step) return { how: 'late', at: this.frame.forward ? rest.from - 1 : rest.to };
        if (step.full !== null) return { how: 'full', at: step.full };
        rest = restOf(rest, step.seen, this.frame.forward);
        const at = this.frame.forward ? step.seen.to - 1 : step.seen.from;
        if (rest && performance.now() > this.#deadline) return { how: 'late', at };
        size = Math.min(MOST_CHUNK, size * 4);
      }
    return { how: 'through' };
  }

  /** Looks at the nearest part of a window. */
  async #step(window: Window, size: number): Promise<Step> {
    const chunk = this.#filtered ? await this.#chunk(window, size) : window;
    const matches = this.#matches;
    if (!matches) {
      const room = ANSWER_BYTES - this.#bytes;
      const rows = await this.#query(chunk, this.wanted.limit - this.#rows.length, room);
      return { full: this.#keep(rows, (rows[0]?.found ?? 0) > rows.length), seen: chunk };
    }
    // Matched here, in pieces that fit the memory.
    const rows = await this.#query(chunk, MATCHED_LINES, MATCHED_BYTES);
    const full = this.#keep(
      rows.filter(({ text }) => matches(text)),
      false,
    );
    const last = rows.at(-1);
    const isWhole = !last || (rows.length < MATCHED_LINES && last.found <= rows.length);
    return { full, seen: isWhole ? chunk : partTo(chunk, last.cursor, this.frame.forward) };
  }

  /** The nearest part of a window that holds so many lines. What is rare is found by an index instead. */
  async #chunk(window: Window, size: number): Promise<Window> {
    const { endpointId, traceId, requestId } = this.wanted;
    if (traceId !== null || requestId !== null) return window;
    const { from, to } = window;
    const [row] = await this.tx.query<{ cursor: number }>(
      this.#ordered(sql`
        select cursor from log_lines where endpoint_id = ${endpointId} and cursor >= ${from} and cursor < ${to}
        order by cursor offset ${size - 1} limit 1`),
    );
    return row ? partTo(window, row.cursor, this.frame.forward) : window;
  }

  #keep(rows: readonly LineRow[], isCut: boolean): number | null {
    for (const row of rows) {
      const overflows = this.#rows.length > 0 && this.#bytes + row.bytes > ANSWER_BYTES;
      if (overflows) return this.#rows.at(-1)?.cursor ?? row.cursor;
      this.#rows.push(row);
      this.#bytes += row.bytes;
      if (this.#rows.length === this.wanted.limit) return row.cursor;
    }
    return isCut ? (this.#rows.at(-1)?.cursor ?? null) : null;
  }

  /** The first lines of a chunk, in the direction of the look, as many as fit; one at least, so that it gets on. */
  #query({ from, to }: Window, limit: number, room: number): Promise<Found[]> {
    const { endpointId, projectId, replicaId, sinceUs, untilUs, traceId, requestId } = this.wanted;
    const stream = this.wanted.stream === null ? null : LOG_STREAMS.indexOf(this.wanted.stream);
    const severity = this.wanted.severity === null ? 0 : rankOf(this.wanted.severity);
    const { exact, anyCase } = this.#patterns();
    return this.tx.query<Found>(
      this.#ordered(sql`
        select * from (
          select *, sum(bytes) over w as volume, row_number() over w as place, count(*) over () as found from (
            select cursor, replica_id, sequence, at_us, stream, severity, bytes, text, trace_id, request_id, attributes
            from log_lines
            where endpoint_id = ${endpointId} and cursor >= ${from} and cursor < ${to} and project_id = ${projectId}
              and (${replicaId}::text is null or replica_id = ${replicaId})
              and (${sinceUs}::bigint is null or at_us >= ${sinceUs})
              and (${untilUs}::bigint is null or at_us < ${untilUs})
              and (${stream}::smallint is null or stream = ${stream})
              and severity >= ${severity}
              and (${traceId}::text is null or trace_id = ${traceId})
              and (${requestId}::text is null or request_id = ${requestId})
              and (${exact}::text is null or text like ${exact})
              and (${anyCase}::text is null or text ilike ${anyCase})
            order by cursor limit ${limit}) found
          window w as (order by cursor)) summed
        where volume <= ${room} or place = 1
        order by cursor`),
    );
  }

  /** The same statement in the direction of the look. */
  #ordered({ text, values }: Sql): Sql {
    return {
      text: this.frame.forward ? text : text.replaceAll('order by cursor', 'order by cursor desc'),
      values,
    };
  }

  #patterns(): Readonly<{ exact: string | null; anyCase: string | null }> {
    const { search } = this.wanted;
    if (!search || search.regex) return { exact: null, anyCase: null };
    const pattern = likePattern(search.text);
    return search.caseSensitive ? { exact: pattern, anyCase: null } : { exact: null, anyCase: pattern };
  }
}

/** The part of a window up to a line, in the direction of the look. */
const partTo = (window: Window, cursor: number, forward: boolean): Window =>
  forward ? { from: window.from, to: cursor + 1 } : { from: cursor, to: window.to };

/** What is left of a window behind a part of it. */
const restOf = (window: Window, seen: Window, forward: boolean): Window | null => {
  const rest = forward ? { from: seen.to, to: window.to } : { from: window.from, to: seen.from };
  return rest.from < rest.to ? rest : null;
};

/** A statement that took too long: what was found before it stands. */
const unlessCut = (error: unknown): null => {
  const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
  if (code === QUERY_CANCELED) return null;
  throw error;
};
const QUERY_CANCELED = '57014';
