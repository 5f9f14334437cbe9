import type { Line } from './shipped-lines.ts';
import { type Numbers, missingOf, withNumbers } from './stored-numbers.ts';

/** A line with its place in its endpoint’s log. */
export type PlacedLine = Line &
  Readonly<{ endpointId: string; projectId: string; replicaId: string; cursor: number; bytes: number }>;

/** What one replica said, on its way to the store; without a number nothing of it is known again. */
export type Arrival = Readonly<{
  endpointId: string;
  projectId: string;
  /** '': the endpoint as a whole. */
  replicaId: string;
  lines: readonly Line[];
  loss: Readonly<{ line: Line; key: string }> | null;
}>;

/** What is stored of a replica. */
export type Stored = Readonly<{
  numbers: Numbers;
  /** The loss that was told last. */
  lossKey: string | null;
  firstCursor: number;
  lastCursor: number;
}>;

export type ReplicaKey = `${string} ${string}`;
export const keyOf = ({ endpointId, replicaId }: Pick<Arrival, 'endpointId' | 'replicaId'>): ReplicaKey =>
  `${endpointId} ${replicaId}`;

/** Of endpoints the last cursor, of replicas what is stored. */
export type Known = Readonly<{
  heads: ReadonlyMap<string, number>;
  replicas: ReadonlyMap<ReplicaKey, Stored>;
}>;
export type Placed = Readonly<{
  /** Those of one endpoint one after the other, in the order of their cursors. */
  lines: readonly PlacedLine[];
  heads: ReadonlyMap<string, number>;
  replicas: ReadonlyMap<ReplicaKey, Stored>;
  /** For each arrival, how many of its lines are new. */
  added: readonly number[];
}>;

/** What a line takes in an answer besides its text. */
const ROW_BYTES = 220;

/**
 * Gives each line that is not stored yet the next cursor of its endpoint. A cursor is the time of storage in microseconds,
 * or the one after the last where that is more: so it rises, and tells how old a line is at most.
 */
export const place = (arrivals: readonly Arrival[], known: Known, nowUs: number): Placed => {
  const heads = new Map<string, number>();
  const replicas = new Map<ReplicaKey, Stored>();
  const lines = new Map<string, PlacedLine[]>();
  const added = arrivals.map((arrival) => {
    const { endpointId } = arrival;
    const key = keyOf(arrival);
    const stored = replicas.get(key) ?? known.replicas.get(key);
    const fresh = freshOf(arrival, stored);
    if (fresh.length === 0) return 0;
    const head = heads.get(endpointId) ?? known.heads.get(endpointId) ?? 0;
    const first = Math.max(head + 1, nowUs);
    const last = first + fresh.length - 1;
    heads.set(endpointId, last);
    replicas.set(key, storedWith(arrival, stored, { first, last }));
    const ofEndpoint = lines.get(endpointId) ?? [];
    lines.set(endpointId, ofEndpoint);
    for (const [n, line] of fresh.entries()) ofEndpoint.push(placed(line, arrival, first + n));
    return fresh.length - (fresh[0] === arrival.loss?.line ? 1 : 0);
  });
  return { lines: [...lines.values()].flat(), heads, replicas, added };
};

const storedWith = (
  arrival: Arrival,
  before: Stored | undefined,
  { first, last }: Readonly<{ first: number; last: number }>,
): Stored => ({
  numbers: numbersWith(arrival, before?.numbers ?? []),
  lossKey: arrival.loss?.key ?? before?.lossKey ?? null,
  firstCursor: before?.firstCursor ?? first,
  lastCursor: last,
});

const placed = (
  { sequence, atUs, stream, severity, text, traceId, requestId, attributes }: Line,
  { endpointId, projectId, replicaId }: Arrival,
  cursor: number,
): PlacedLine => ({
  sequence,
  atUs,
  stream,
  severity,
  text,
  traceId,
  requestId,
  attributes,
  endpointId,
  projectId,
  replicaId,
  cursor,
  bytes: bytesOf(text) + (attributes ? bytesOf(JSON.stringify(attributes)) : 0) + ROW_BYTES,
});

/** The lines that are new, and before them what was lost: that is new when its first line is, or, without lines, when it was not told last. */
const freshOf = ({ lines, loss }: Arrival, stored: Stored | undefined): Line[] => {
  const [first] = lines;
  if (!first) return loss && loss.key !== stored?.lossKey ? [loss.line] : [];
  // Without a number of its own the platform says it once: whoever stores it sees to that.
  if (first.sequence === 0) return [...lines];
  const missing = missingOf(stored?.numbers ?? [], first.sequence, first.sequence + lines.length);
  const fresh = missing.flatMap(([from, to]) => lines.slice(from - first.sequence, to - first.sequence));
  return loss && fresh[0] === first ? [loss.line, ...fresh] : fresh;
};

const numbersWith = ({ lines }: Arrival, stored: Numbers): Numbers => {
  const [first, last] = [lines[0], lines.at(-1)];
  return first && last && first.sequence > 0
    ? withNumbers(stored, first.sequence, last.sequence + 1)
    : stored;
};

/** In an answer, as JSON in UTF-8. */
const bytesOf = (text: string): number =>
  // eslint-disable-next-line no-control-regex -- these are what JSON spells with more than themselves
  Buffer.byteLength(/[\u0000-\u001f"\\]/.test(text) ? JSON.stringify(text) : text);
