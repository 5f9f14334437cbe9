/** One write of a container, or a piece of a long line, as a daemon keeps it. */
export type LogEntry = Readonly<{
  stream: 'stdout' | 'stderr';
  /** RFC 3339 with nine digits, in UTC: later ones compare as larger. */
  timestamp: string;
  text: Uint8Array;
}>;

const HEADER_BYTES = 8;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
const TIMESTAMP_BYTES = 30;
/** Daemons cut what is longer than 16 KiB into pieces. */
const LONGEST_FRAME = 1024 * 1024;

/**
 * Takes apart a daemon's log stream with timestamps: frames of a head (the stream's number, three zeros, the length in
 * four bytes) and a text that begins with its time and a space.
 */
export class LogFrames {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws when it is no such stream: what follows cannot be understood any more */
  push(chunk: Uint8Array): LogEntry[] {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const entries: LogEntry[] = [];
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at + 4);
      if (length > LONGEST_FRAME) throw new Error(`a frame of ${String(length)} bytes`);
      const end = at + HEADER_BYTES + length;
      if (bytes.length < end) break;
      entries.push(entryOf(bytes[at] ?? 0, bytes.subarray(at + HEADER_BYTES, end)));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return entries;
  }
}

const entryOf = (stream: number, text: Buffer): LogEntry => {
  const timestamp = text.subarray(0, TIMESTAMP_BYTES).toString('latin1');
  if ((stream !== 1 && stream !== 2) || !TIMESTAMP.test(timestamp) || text[TIMESTAMP_BYTES] !== 0x20)
    throw new Error(`no frame of a log: stream ${String(stream)}, time ${JSON.stringify(timestamp)}`);
  return {
    stream: stream === 1 ? 'stdout' : 'stderr',
    timestamp,
    text: text.subarray(TIMESTAMP_BYTES + 1),
  };
};
