/** What a program wrote up to the end of a line. */
export type RawLine = Readonly<{
  text: string;
  /** How many characters of it were not kept. */
  more: number;
  /** The offset behind it in its file. */
  end: number;
}>;

export type LineSizes = Readonly<{
  /** What is kept of one line. */
  keepBytes: number;
  /** What has no end by then is cut into several lines, or a program that ends none would never be heard. */
  longestBytes: number;
}>;

const LF = 0x0a;
const CR = 0x0d;
const NOTHING = new Uint8Array(0);

/**
 * Cuts a file's bytes into lines, in whatever pieces they are read. No byte of a longer UTF-8 character looks like a
 * line's end, so only whole lines are ever decoded. A carriage return within a line begins it anew, as on a terminal:
 * of a progress bar the last state stays.
 */
export class LineSplitter {
  #kept: Uint8Array = NOTHING;
  #more = 0;
  #returned = false;
  /** Of the line that has no end yet. */
  #length = 0;
  #read: number;

  constructor(
    offset: number,
    private readonly sizes: LineSizes,
  ) {
    this.#read = offset;
  }

  /** The offset behind everything that was pushed. */
  get read(): number {
    return this.#read;
  }

  /** What stands behind the last line's end, as far as it is kept. */
  get rest(): string {
    return decode(this.#kept);
  }

  push(chunk: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    for (let from = 0; from < chunk.length;) {
      const room = this.sizes.longestBytes - this.#length;
      const at = chunk.subarray(from, from + room).indexOf(LF);
      const part = chunk.subarray(from, from + (at < 0 ? room : at));
      this.#extend(part);
      from += part.length;
      if (at >= 0) {
        from += 1;
        this.#read += 1;
      }
      if (at >= 0 || this.#length >= this.sizes.longestBytes) lines.push(this.#line());
    }
    return lines;
  }

  /** The line whose end will not come, if there is one. */
  finish(): RawLine[] {
    return this.#length > 0 ? [this.#line()] : [];
  }

  /** Goes on at another offset. What stands before it is nobody's line. */
  skipTo(offset: number): void {
    this.#begin();
    this.#length = 0;
    this.#read = offset;
  }

  #line(): RawLine {
    const line = { text: decode(this.#kept), more: this.#more, end: this.#read };
    this.#begin();
    this.#length = 0;
    return line;
  }

  #begin(): void {
    this.#kept = NOTHING;
    this.#more = 0;
    this.#returned = false;
  }

  #extend(part: Uint8Array): void {
    this.#read += part.length;
    this.#length += part.length;
    let to = part.length;
    while (to > 0 && part[to - 1] === CR) to--;
    const from = part.subarray(0, to).lastIndexOf(CR) + 1;
    if (to > from) {
      if (this.#returned || from > 0) this.#begin();
      this.#keep(part.subarray(from, to));
    }
    if (to < part.length) this.#returned = true;
  }

  #keep(part: Uint8Array): void {
    const fits = part.subarray(0, this.sizes.keepBytes - this.#kept.length);
    const joined = new Uint8Array(this.#kept.length + fits.length);
    joined.set(this.#kept);
    joined.set(fits, this.#kept.length);
    this.#kept = joined;
    this.#more += charactersOf(part.subarray(fits.length));
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const decode = (bytes: Uint8Array): string => decoder.decode(bytes);

/** Every character has one byte that does not continue another. */
const charactersOf = (bytes: Uint8Array): number => {
  let count = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count++;
  return count;
};
