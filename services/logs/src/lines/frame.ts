import type { LogTailAsk } from '@tidegate/contracts';

/** Between which cursors a question looks, and which way it goes. */
export type Frame = Readonly<{
  from: number;
  to: number;
  forward: boolean;
  /** What a page of older lines was asked before; null: it is none. */
  before: number | null;
  head: number;
}>;

type Places = Readonly<{ head: number; oldest: number; after: number | null; before: number | null }>;

/** Cursors are times of storage, and no line is younger than its own: what was written since then was stored since then. */
export const frameOf = (
  { sinceUs }: Pick<LogTailAsk, 'sinceUs'>,
  { head, oldest, after, before }: Places,
): Frame => ({
  from: Math.max(oldest, sinceUs ?? 0, after === null ? 0 : after + 1),
  to: Math.min(head + 1, before ?? Number.MAX_SAFE_INTEGER),
  // After one and before another cursor: on from the first.
  forward: after !== null,
  before,
  head: Math.max(head, after ?? 0),
});

/** Where a look ended: it found as many as fit, its time was up, or there is nothing more. */
export type End = Readonly<{ how: 'full'; at: number } | { how: 'late'; at: number } | { how: 'through' }>;

type Told = Readonly<{ cursor: string; olderCursor: string | null; cameTo: string | null }>;

/**
 * What an answer says of where it ended. Going forward the cursor lies after everything that was looked at, so that a
 * filter cannot make a follower stand still; going back it is where a follower begins.
 * @param firstCursor of the first line of the answer
 */
export const told = (frame: Frame, end: End, firstCursor: number | undefined): Told => {
  const cameTo = end.how === 'late' ? new Date(Math.floor(end.at / 1000)).toISOString() : null;
  const last = frame.before === null ? frame.head : Math.max(0, frame.before - 1);
  if (frame.forward)
    return {
      cursor: String(end.how === 'through' ? last : end.at),
      olderCursor: firstCursor === undefined ? null : String(firstCursor),
      cameTo,
    };
  return { cursor: String(last), olderCursor: end.how === 'through' ? null : String(end.at), cameTo };
};
