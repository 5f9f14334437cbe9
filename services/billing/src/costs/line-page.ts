import { refuse } from '@tidegate/contracts';
import type { Line } from '../rating/line.ts';

/** A place among lines, newest first. A line keeps its place when what it is about ends. */
export type LinePlace = Readonly<Pick<Line, 'fromUs' | 'sourceId' | 'sku' | 'endpointId'>>;

/** Before the newest line there can be. */
const FIRST: LinePlace = { fromUs: Number.MAX_SAFE_INTEGER, sourceId: '', sku: '', endpointId: '' };

export const placeOf = (cursor: string | null): LinePlace => {
  if (cursor === null) return FIRST;
  const [, fromUs, endpointId, sku, sourceId] =
    /^(\d{1,16})~(endpt-[0-9a-f]{12})~([^~]{1,200})~([^~]{1,260})$/.exec(cursor) ?? [];
  if (!fromUs || !endpointId || !sku || !sourceId)
    return refuse('request.invalid', { count: 1 }, [
      { pointer: '?cursor', message: 'is not a cursor of this list' },
    ]);
  return { fromUs: Number(fromUs), endpointId, sku, sourceId };
};

const cursorOf = ({ fromUs, endpointId, sku, sourceId }: LinePlace): string =>
  `${String(fromUs)}~${endpointId}~${sku}~${sourceId}`;

const comesBefore = (a: LinePlace, b: LinePlace): boolean => {
  if (a.fromUs !== b.fromUs) return a.fromUs > b.fromUs;
  if (a.sourceId !== b.sourceId) return a.sourceId > b.sourceId;
  if (a.sku !== b.sku) return a.sku > b.sku;
  return a.endpointId > b.endpointId;
};

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
  return { lines, nextCursor: last && rest.length > limit ? cursorOf(last) : null };
};
