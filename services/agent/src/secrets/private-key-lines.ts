const BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const END = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;
/** What both have, and other lines have not. */
const MARK = 'PRIVATE KEY-----';
/** A line of a key: its bytes in base64, or a header such as `Proc-Type: 4,ENCRYPTED`. */
const OF_A_KEY = /^\s{0,40}(?:[A-Za-z0-9+/=]{1,200}|[A-Z][\w-]{1,30}: .{0,200})?\s{0,40}$/;
/** The largest key in use has some 260. */
const MOST_LINES = 400;

/** Follows the lines of one output, to know which of them are the inside of a private key (PEM). */
export class PrivateKeyLines {
  #left = 0;

  /** The next line would be the inside of a key. */
  get isInside(): boolean {
    return this.#left > 0;
  }

  /**
   * @param line the next one. What stands behind the beginning of a key on the same line has a shape of its own.
   * @returns whether it must not be shown
   */
  hides(line: string, printable: (line: string) => string): boolean {
    const hasMark = line.includes(MARK);
    if (!this.isInside && !hasMark) return false;
    const text = printable(line);
    const isInside = this.isInside && (END.test(text) || OF_A_KEY.test(text));
    if (hasMark || !isInside) this.#left = 0;
    else this.#left--;
    const [begun, ended] = [text.search(BEGIN), text.search(END)];
    if (begun >= 0 && ended < begun) this.#left = MOST_LINES;
    return isInside;
  }
}
