import { z } from 'zod';
import type { LogEntry } from './log-frames.ts';

/** The last entry of one stream that was taken: its time, and how many of that time were. Pieces of a long line share one. */
const Mark = z.object({ timestamp: z.string(), count: z.int().min(1) });

/** How far a container's log was taken. */
export const LogCursor = z.object({ stdout: Mark.nullable(), stderr: Mark.nullable() });
export type LogCursor = Readonly<z.infer<typeof LogCursor>>;

export const LOG_BEGIN: LogCursor = { stdout: null, stderr: null };

/**
 * A daemon keeps the two streams in the order in which it came to write them, which may differ from that of their times
 * by moments. Within one stream the two orders are the same.
 */
const SLACK_SECONDS = 1;

/** From when on the log is asked for, in whole seconds since 1970; what was taken of it already is among the answer. */
export const sinceOf = ({ stdout, stderr }: LogCursor): number => {
  const latest = [stdout, stderr].map((mark) => mark?.timestamp ?? '').reduce((a, b) => (a > b ? a : b));
  return latest === '' ? 0 : Math.max(0, Math.floor(Date.parse(latest) / 1000) - SLACK_SECONDS);
};

/** Of one answer that was asked for from a cursor on: what is new in it, and the cursor behind that. */
export class LogResume {
  #cursor: LogCursor;
  readonly #begin: LogCursor;
  /** Entries met of the time of each stream's mark. */
  readonly #met = { stdout: 0, stderr: 0 };
  /** What follows the first new entry of a stream is new, whatever its time: clocks are set back. */
  readonly #isPast = { stdout: false, stderr: false };

  constructor(begin: LogCursor) {
    this.#begin = begin;
    this.#cursor = begin;
  }

  get cursor(): LogCursor {
    return this.#cursor;
  }

  take(entry: LogEntry): boolean {
    const { stream, timestamp } = entry;
    if (!this.#isNew(entry)) return false;
    this.#isPast[stream] = true;
    const mark = this.#cursor[stream];
    const count = mark?.timestamp === timestamp ? mark.count + 1 : 1;
    this.#cursor = { ...this.#cursor, [stream]: { timestamp, count } };
    return true;
  }

  #isNew({ stream, timestamp }: LogEntry): boolean {
    const mark = this.#begin[stream];
    if (mark === null || this.#isPast[stream] || timestamp > mark.timestamp) return true;
    if (timestamp < mark.timestamp) return false;
    this.#met[stream] += 1;
    return this.#met[stream] > mark.count;
  }
}
