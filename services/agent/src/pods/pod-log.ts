import type { LogEntry } from '../containers/log-frames.ts';

/** Container runtimes cut lines that are longer into pieces, and each piece is told with its time. */
const PIECE_BYTES = 16_384;
/** Not every runtime cuts them. */
const LONGEST_LINE = 1024 ** 2;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** With a fraction of up to nine digits, in whatever zone the node is. */
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
const LONGEST_TIMESTAMP = 40;

/** RFC 3339 with nine digits, in UTC: later ones compare as larger. Undefined: it is none. */
export const comparable = (timestamp: string): string | undefined => {
  const [, seconds, fraction = '', zone] = TIMESTAMP.exec(timestamp) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const atMs = Date.parse(seconds + zone);
  if (!Number.isFinite(atMs)) return undefined;
  return `${new Date(atMs).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
};

/** The timestamp that bytes begin with, and the space behind it. */
const timeAt = (bytes: Buffer, at: number): { timestamp: string; end: number } | undefined => {
  const space = bytes.subarray(at, at + LONGEST_TIMESTAMP).indexOf(SPACE);
  if (space <= 0) return undefined;
  const timestamp = comparable(bytes.toString('latin1', at, at + space));
  return timestamp === undefined ? undefined : { timestamp, end: at + space + 1 };
};

/**
 * Takes apart a pod's log with timestamps: lines of a time, a space and a text. Kubernetes tells the two outputs of a
 * program as one.
 */
export class PodLog {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws when it is no such log: what follows cannot be understood any more */
  push(chunk: Uint8Array): LogEntry[] {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const entries: LogEntry[] = [];
    let at = 0;
    for (;;) {
      const end = endOfEntry(bytes, at);
      if (end === undefined) break;
      entries.push(entryOf(bytes, at, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return entries;
  }

  /** What is left at the end of the log: a program may end amid a line. */
  end(): LogEntry[] {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length > 0 && timeAt(rest, 0) ? [entryOf(rest, 0, rest.length)] : [];
  }
}

/** Behind its line feed, or where a piece ends and the next one's time stands; undefined: not all of it is there yet. */
const endOfEntry = (bytes: Buffer, at: number): number | undefined => {
  const time = timeAt(bytes, at);
  const lineFeed = bytes.indexOf(LINE_FEED, at);
  const lineEnd = lineFeed === -1 ? bytes.length : lineFeed + 1;
  const pieceEnd = (time?.end ?? at) + PIECE_BYTES;
  if (lineEnd <= pieceEnd) return lineFeed === -1 ? undefined : lineEnd;
  if (timeAt(bytes, pieceEnd)) return pieceEnd;
  if (lineFeed !== -1) return lineEnd;
  if (bytes.length - at > LONGEST_LINE) throw new Error("a line of a pod's log without an end");
  return undefined;
};

const entryOf = (bytes: Buffer, at: number, end: number): LogEntry => {
  const time = timeAt(bytes, at);
  if (!time)
    throw new Error(`no line of a pod's log: ${JSON.stringify(bytes.toString('latin1', at, at + 40))}`);
  return { stream: 'stdout', timestamp: time.timestamp, text: bytes.subarray(time.end, end) };
};
