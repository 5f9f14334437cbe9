import { z } from 'zod';
import type { LogEntry } from './log-frames.ts';

const Count = z.int().min(0);
const Mark = z.object({
  /** The latest of the times taken, which need not be the last one's. */
  timestamp: z.string(),
  /** How many entries were taken of its whole second, and of the second before. */
  taken: z.tuple([Count, Count]),
});
type Mark = Readonly<z.infer<typeof Mark>>;

const Last = z.object({ timestamp: z.string() }).nullable();
/**
 * As earlier agents wrote it down, who kept the last entry of each stream. That they took more of its second and of the
 * one before is not known from it: those two seconds are taken once more.
 */
const Earlier = z.object({ stdout: Last, stderr: Last }).transform(({ stdout, stderr }): Mark | null => {
  const [timestamp = ''] = [stdout, stderr]
    .map((last) => last?.timestamp ?? '')
    .toSorted()
    .toReversed();
  return timestamp === '' ? null : { timestamp, taken: [0, 0] };
});

/** How far a container's log was taken; null: nothing of it. */
export const LogCursor = z.union([Mark.nullable(), Earlier]);
export type LogCursor = Readonly<z.infer<typeof LogCursor>>;

export const LOG_BEGIN: LogCursor = null;

/**
 * A log is kept in the order in which it came to be written, which differs by moments from that of the times: a program's
 * two streams are read side by side. An entry follows no other whose time is later by more than this.
 */
const SLACK_SECONDS = 1;

const secondOf = (timestamp: string): number => Math.floor(Date.parse(timestamp) / 1000);

/** From when on the log is asked for, in whole seconds since 1970; what was taken of it already is among the answer. */
export const sinceOf = (cursor: LogCursor): number =>
  cursor === null ? 0 : Math.max(0, secondOf(cursor.timestamp) - SLACK_SECONDS);

const markAfter = (mark: Mark | null, timestamp: string): Mark => {
  const begun: Mark = { timestamp, taken: [1, 0] };
  if (mark === null) return begun;
  const [count, countBefore] = mark.taken;
  switch (secondOf(timestamp) - secondOf(mark.timestamp)) {
    case 1:
      return { timestamp, taken: [1, count] };
    case 0:
      return {
        timestamp: timestamp > mark.timestamp ? timestamp : mark.timestamp,
        taken: [count + 1, countBefore],
      };
    case -SLACK_SECONDS:
      return { ...mark, taken: [count, countBefore + 1] };
    default:
      // Long after, or the clock was set back: from its new time on the log is asked for, or what follows would be left
      // out. What was taken of times after that comes once more then.
      return begun;
  }
};

/**
 * Of one answer that was asked for from a cursor on: what is new in it, and the cursor behind that. An answer is all
 * that the log has from that second on, in the log's order. So of each second those that were taken come first, whatever
 * the order of times within it, and are known by their number.
 */
export class LogResume {
  #cursor: LogCursor;
  readonly #begin: LogCursor;
  /** Entries met of the second of the cursor it began with, and of the one before. */
  readonly #met: Mark['taken'] = [0, 0];
  /** What follows the first new entry is new, whatever its time. */
  #isPast = false;

  constructor(begin: LogCursor) {
    this.#begin = begin;
    this.#cursor = begin;
  }

  get cursor(): LogCursor {
    return this.#cursor;
  }

  take({ timestamp }: LogEntry): boolean {
    if (!this.#isPast) {
      if (this.#isMet(timestamp)) return false;
      this.#isPast = true;
      // What the answer has before its first new entry is what the next answer will have before it.
      if (this.#begin) this.#cursor = { ...this.#begin, taken: this.#met };
    }
    this.#cursor = markAfter(this.#cursor, timestamp);
    return true;
  }

  /** Whether it is one of those that were taken. */
  #isMet(timestamp: string): boolean {
    if (this.#begin === null || timestamp > this.#begin.timestamp) return false;
    const secondsBefore = secondOf(this.#begin.timestamp) - secondOf(timestamp);
    // Older than what was asked for.
    if (secondsBefore > SLACK_SECONDS) return true;
    const at = secondsBefore === 0 ? 0 : 1;
    if (this.#met[at] === this.#begin.taken[at]) return false;
    this.#met[at] += 1;
    return true;
  }
}
