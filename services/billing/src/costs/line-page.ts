import { refuse } from '@tidegate/contracts';
import type { Line } from '../rating/line.ts';

/** A place among lines, newest first. A line keeps its place when its replica ends. */
export type LinePlace = Readonly<{ fromUs: number; replicaId: string }>;

/** Before the newest line there can be. */
const FIRST: LinePlace = { fromUs: Number.MAX_SAFE_INTEGER, replicaId: '' };

export const placeOf = (cursor: string | null): LinePlace => {
  if (cursor === null) return FIRST;
  const [, fromUs, replicaId] = /^(\d{1,16})\.(repl-[0-9a-f]{12})$/.exec(cursor) ?? [];
  if (fromUs === undefined || replicaId === undefined)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { fromUs: Number(fromUs), replicaId };
};

const comesBefore = (a: LinePlace, b: LinePlace): boolean =>
  a.fromUs > b.fromUs || (a.fromUs === b.fromUs && a.replicaId > b.replicaId);

/**
 * One page out of two lists after a place: lines that still grow, which are all at hand, and ended ones, of which `limit` + 1
 * were fetched.
 */
export const pageOf = (
  open: readonly Line[],
  ended: readonly Line[],
  { after, limit }: Readonly<{ after: LinePlace; limit: number }>,
): { lines: Line[]; nextCursor: string | null } => {
  const rest = [...open, ...ended]
    .filter((line) => comesBefore(after, line))
    .sort((a, b) => (comesBefore(a, b) ? -1 : 1));
  const lines = rest.slice(0, limit);
  const last = lines.at(-1);
  const nextCursor = last && rest.length > limit ? `${String(last.fromUs)}.${last.replicaId}` : null;
  return { lines, nextCursor };
};
