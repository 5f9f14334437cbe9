const LENGTH = /\r\ncontent-length: *(\d+) *\r\n/i;
const [ZERO, NINE] = [48, 57];
const MOST_DIGITS = 9;
/** Whoever says something new so many times in a row is not listened to for it any more. */
const MOST_IN_VAIN = 16;
const NOTHING = Buffer.alloc(0);

/**
 * The last head of a connection, as it came. Who speaks on it says the same in message after message, but for the length of
 * the body: a head that equals the last one but for these digits is known without being read.
 */
export class HeadMemory {
  /** Of the head that was last found to be the one that is kept; undefined where that has none. */
  contentLength: number | undefined;
  #before: Buffer | undefined;
  #after = NOTHING;
  #inVain = 0;

  /** @returns where the body begins, or -1 when the bytes do not begin with the head that is kept */
  endIn(bytes: Buffer): number {
    const [before, after] = [this.#before, this.#after];
    if (!before || bytes.length < before.length + after.length || !isSame(bytes, 0, before)) return -1;
    const to = after.length === 0 ? before.length : this.#digitsEnd(bytes, before.length);
    const end = to + after.length;
    if (end > bytes.length || !isSame(bytes, to, after)) return -1;
    this.#inVain = 0;
    return end;
  }

  /**
   * @param bodyFrom where the head ends in the bytes
   * @param contentLength what was read of it; undefined where there is none
   * @returns the same for all heads that will be found to be this one; undefined when it is not kept
   */
  keep(bytes: Buffer, bodyFrom: number, contentLength: number | undefined): object | undefined {
    this.#before = undefined;
    if (++this.#inVain > MOST_IN_VAIN) return undefined;
    const length = LENGTH.exec(bytes.toString('latin1', 0, bodyFrom));
    // A length that is not where it is looked for would count as none the next time.
    if ((length === null) !== (contentLength === undefined)) return undefined;
    const digits = length?.[1] ?? '';
    const from = length ? length.index + length[0].lastIndexOf(digits) : bodyFrom;
    this.contentLength = undefined;
    this.#after = Buffer.from(bytes.subarray(from + digits.length, bodyFrom));
    return (this.#before = Buffer.from(bytes.subarray(0, from)));
  }

  forget(): void {
    this.#before = undefined;
  }

  /** Where the digits end that begin there; a number that is not written as usual is none. */
  #digitsEnd(bytes: Buffer, from: number): number {
    let value = 0;
    let at = from;
    for (; at < from + MOST_DIGITS; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      value = value * 10 + byte - ZERO;
    }
    this.contentLength = value;
    return at === from || (bytes[from] === ZERO && at > from + 1) ? Infinity : at;
  }
}

/** Heads hold tokens: how long it takes tells nothing of where two differ. In a loop of its own, as calling out for it takes longer. */
const isSame = (bytes: Buffer, at: number, known: Buffer): boolean => {
  let difference = 0;
  for (let i = 0; i < known.length; i++) difference |= (bytes[at + i] ?? 0) ^ (known[i] ?? 0);
  return difference === 0;
};
