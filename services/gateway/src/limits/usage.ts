/** Tokens of a model that one answer used. */
export type Usage = Readonly<{
  /** Null: the runtime did not say. */
  promptTokens: number | null;
  completionTokens: number;
  /** The runtime did not say: pieces of the stream were counted in place of tokens. */
  isEstimated: boolean;
}>;

/** What is kept of the end of an answer. A stream reports in its last event; after the usage of a whole answer more may come. */
const STREAM_TAIL_BYTES = 4096;
const WHOLE_TAIL_BYTES = 16_384;
/** More than any model takes or gives: a runtime that says more is not believed. */
const MOST_TOKENS = 100_000_000;

const EVENT_STREAM = /^text\/event-stream\b/i;
const NEWLINE = 0x0a;
const USAGE = Buffer.from('"usage"');
/** A usage is a few counts; of what looks like one so many are looked at, so that no answer is slow to read. */
const LONGEST_USAGE = 2048;
const MOST_TRIES = 8;
/** A new event's line begins after the end of the one before. */
const DATA_LINE = Buffer.from('\ndata:');

/** A buffer grows from so many bytes: most answers are short. */
const FIRST_BYTES = 512;

/** The end of what it was given, copied. */
class Tail {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  /** Where the next byte goes: what lies before it is kept, and once it went around also what lies after. */
  #at = 0;
  #wentAround = false;

  constructor(private readonly limit: number) {}

  keep(chunk: Buffer): void {
    if (!this.#wentAround) this.#growTo(this.#at + chunk.length);
    let from = Math.max(0, chunk.length - this.#bytes.length);
    while (from < chunk.length) {
      const copied = chunk.copy(this.#bytes, this.#at, from);
      from += copied;
      this.#at += copied;
      if (this.#at < this.#bytes.length) continue;
      this.#at = 0;
      this.#wentAround = true;
    }
  }

  bytes(): Buffer {
    const before = this.#bytes.subarray(0, this.#at);
    return this.#wentAround ? Buffer.concat([this.#bytes.subarray(this.#at), before]) : before;
  }

  #growTo(bytes: number): void {
    const have = this.#bytes.length;
    if (bytes < have || have === this.limit) return;
    const larger = Buffer.allocUnsafe(Math.min(this.limit, Math.max(2 * have, bytes + 1)));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/**
 * Reads the usage that an OpenAI answer ends with. It is fed with the answer's bytes, frames of a chunked transfer among them
 * or not, in any pieces; it copies the end of them and looks at it once, when the answer is over.
 */
export class UsageReader {
  readonly #isStream: boolean;
  #tail: Tail | undefined;
  /** Of an answer that came in one piece. */
  #whole: Usage | null | undefined;
  #events = 0;
  /** How many bytes of a data line's beginning the pieces so far end with. A stream begins as after a line. */
  #begun = 1;

  /** @param contentLength undefined when it is not told beforehand */
  constructor(
    contentType: string,
    private readonly contentLength?: number,
  ) {
    this.#isStream = EVENT_STREAM.test(contentType);
  }

  /** The chunk may be overwritten afterwards. */
  feed(chunk: Buffer): void {
    if (chunk.length === 0) return;
    if (this.#isStream) this.#countEvents(chunk);
    else if (chunk.length === this.contentLength && chunk.length <= WHOLE_TAIL_BYTES) {
      this.#whole = usageIn(chunk, 0);
      return;
    }
    this.#tail ??= new Tail(this.#isStream ? STREAM_TAIL_BYTES : WHOLE_TAIL_BYTES);
    this.#tail.keep(chunk);
  }

  /** Null: it tells nothing, or was no stream and did not say. */
  result(): Usage | null {
    if (this.#whole !== undefined || !this.#tail) return this.#whole ?? null;
    return usageIn(this.#tail.bytes(), this.#events);
  }

  #countEvents(chunk: Buffer): void {
    const from = this.#acrossBorder(chunk);
    if (from === chunk.length && this.#begun > 0) return;
    for (let at = chunk.indexOf(DATA_LINE, from); at >= 0; at = chunk.indexOf(DATA_LINE, at + 1))
      this.#events++;
    this.#begun = begunAtEnd(chunk, from);
  }

  /** @returns where the chunk goes on after what began before it */
  #acrossBorder(chunk: Buffer): number {
    let from = 0;
    while (this.#begun > 0 && from < chunk.length) {
      if (chunk[from] !== DATA_LINE[this.#begun]) this.#begun = 0;
      else {
        from++;
        this.#begun++;
        if (this.#begun === DATA_LINE.length) {
          this.#events++;
          this.#begun = 0;
        }
      }
    }
    return from;
  }
}

/** @param events how many events the answer had, of which these bytes are the last */
const usageIn = (bytes: Buffer, events: number): Usage | null => {
  const reported = reportedIn(bytes) ?? (bytes.includes('\r\n') ? reportedIn(withoutFrames(bytes)) : null);
  if (reported) return { ...reported, isEstimated: false };
  if (events === 0) return null;
  const told = events - (/data: ?\[DONE\]/.test(bytes.toString('latin1')) ? 1 : 0);
  return told > 0 ? { promptTokens: null, completionTokens: told, isEstimated: true } : null;
};

/** How many bytes of a data line's beginning it ends with. */
const begunAtEnd = (chunk: Buffer, from: number): number => {
  const end = chunk.length;
  for (let length = 1; length < DATA_LINE.length && end - length >= from; length++) {
    if (chunk[end - length] !== NEWLINE) continue;
    for (let i = 1; i < length; i++) if (chunk[end - length + i] !== DATA_LINE[i]) return 0;
    return length;
  }
  return 0;
};

/** Neither JSON nor events have a line of hexadecimal digits alone. */
const withoutFrames = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/\r\n[0-9a-f]{1,8}(?:;[^\r\n]{0,200})?\r\n/gi, ''), 'latin1');

type Reported = Pick<Usage, 'promptTokens' | 'completionTokens'>;

/** By the last `"usage": {…}` that can be understood. Within a text of the answer its quotes would be escaped. */
const reportedIn = (bytes: Buffer): Reported | null => {
  let at = bytes.lastIndexOf(USAGE);
  for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
    const reported = tokensIn(bytes.toString('latin1', at + USAGE.length, at + LONGEST_USAGE));
    if (reported) return reported;
    at = at > 0 ? bytes.lastIndexOf(USAGE, at - 1) : -1;
  }
  return null;
};

const tokensIn = (text: string): Reported | null => {
  const open = /^\s{0,20}:\s{0,20}(?=\{)/.exec(text)?.[0].length;
  const end = open === undefined ? -1 : endOfObject(text, open);
  if (end < 0) return null;
  try {
    return countsIn(JSON.parse(text.slice(open, end)) as Readonly<Record<string, unknown>>);
  } catch {
    return null;
  }
};

/** Of an answer without a completion what there was in all is the prompt. */
const countsIn = (usage: Readonly<Record<string, unknown>>): Reported | null => {
  const completion = countIn(usage['completion_tokens'] ?? usage['output_tokens']);
  const total = completion === null ? usage['total_tokens'] : null;
  const prompt = countIn(usage['prompt_tokens'] ?? usage['input_tokens'] ?? total);
  return prompt === null && completion === null
    ? null
    : { promptTokens: prompt, completionTokens: completion ?? 0 };
};

const countIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS ? value : null;

const [OPEN_BRACE, CLOSE_BRACE] = [0x7b, 0x7d];

/** The index after the object that begins at `open`; -1 when it does not end. No string in it has a brace. */
const endOfObject = (text: string, open: number): number => {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE && --depth === 0) return at + 1;
  }
  return -1;
};
