import { mayTrail } from '../wire/response-head.ts';
import { eachHeader, isPlain, isTokenByte } from './canonical.ts';

/** The largest chunk; nobody sends larger ones in earnest. */
const LONGEST_CHUNK = 0x7fff_ffff;
/** Of all of one body. */
const LONGEST_EXTENSION = 4096;
const LONGEST_TRAILERS = 4096;
const [LF, CR, SEMICOLON, EQUALS] = [10, 13, 59, 61];

/** What the next byte is of; an extension is `;name` or `;name=value`. */
const FIRST_DIGIT = 0;
const DIGITS = 1;
const NAME_BEGIN = 2;
const NAME = 3;
const VALUE_BEGIN = 4;
const VALUE = 5;
const SIZE_END = 6;
const DATA = 7;
const DATA_END = 8;
const DATA_END_LF = 9;
const TRAILERS = 10;
const OVER = 11;

export type Walked =
  /** All the bytes given are of the body, which goes on. */
  | 'more'
  /** It ends with the last byte given. */
  | 'over'
  /** Not as it must be, or something follows its end. */
  | 'bad';

const digitOf = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};

/**
 * Walks through the chunked frames of one body (RFC 9112, 7.1), whatever pieces they come in: says where it ends, and what
 * of the bytes is data. Line ends are CR LF, sizes plain digits, and trailing fields such as may be handed on.
 */
export class ChunkWalker {
  /** Of the data, until now. */
  dataBytes = 0;
  #at: number = FIRST_DIGIT;
  #size = 0;
  #extension = 0;
  #trailers = '';

  /** @param data called with the borders of what is data */
  walk(bytes: Buffer, from: number, data?: (from: number, to: number) => void): Walked {
    for (let i = from; i < bytes.length;) {
      const to = this.#go(bytes, i, data);
      if (to < 0) return 'bad';
      i = to;
    }
    return this.#at === OVER ? 'over' : 'more';
  }

  /** @returns where the next step begins, or -1 */
  #go(bytes: Buffer, from: number, data?: (from: number, to: number) => void): number {
    switch (this.#at) {
      case DATA: {
        const to = Math.min(bytes.length, from + this.#size);
        data?.(from, to);
        this.#size -= to - from;
        this.dataBytes += to - from;
        if (this.#size === 0) this.#at = DATA_END;
        return to;
      }
      case TRAILERS:
        return this.#trail(bytes, from);
      case OVER:
        return -1;
      default:
        return this.#step(bytes[from] ?? 0) ? from + 1 : -1;
    }
  }

  /** One byte that is no data. */
  #step(code: number): boolean {
    switch (this.#at) {
      case FIRST_DIGIT:
        return this.#digit(code);
      case DIGITS:
        return this.#sizeEnds(code) || this.#digit(code);
      case SIZE_END:
        return this.#after(code === LF, this.#size === 0 ? TRAILERS : DATA);
      case DATA_END:
        return this.#after(code === CR, DATA_END_LF);
      case DATA_END_LF:
        return this.#after(code === LF, FIRST_DIGIT);
      default:
        return this.#extend(code);
    }
  }

  #extend(code: number): boolean {
    switch (this.#at) {
      case NAME:
        return this.#sizeEnds(code) || (code === EQUALS ? this.#to(VALUE_BEGIN) : this.#isExtended(code));
      case VALUE:
        return this.#sizeEnds(code) || this.#isExtended(code);
      default:
        return this.#isExtended(code) && this.#to(this.#at + 1);
    }
  }

  #sizeEnds(code: number): boolean {
    if (code === CR) return this.#to(SIZE_END);
    return code === SEMICOLON && this.#to(NAME_BEGIN);
  }

  #isExtended(code: number): boolean {
    return ++this.#extension <= LONGEST_EXTENSION && isTokenByte(code);
  }

  #digit(code: number): boolean {
    const digit = digitOf(code);
    this.#size = this.#size * 16 + digit;
    return digit >= 0 && this.#size <= LONGEST_CHUNK && this.#to(DIGITS);
  }

  #after(isRight: boolean, at: number): boolean {
    return isRight && this.#to(at);
  }

  #to(at: number): true {
    this.#at = at;
    return true;
  }

  /** @returns where it ends, or -1 */
  #trail(bytes: Buffer, from: number): number {
    // The empty line that nearly always is all there is.
    if (this.#trailers === '' && bytes[from] === CR && bytes[from + 1] === LF) {
      this.#at = OVER;
      return from + 2;
    }
    const before = this.#trailers.length;
    const text = (this.#trailers += bytes.toString(
      'latin1',
      from,
      Math.min(bytes.length, from + LONGEST_TRAILERS),
    ));
    const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n') + 2;
    if (end === 1) return text.length >= LONGEST_TRAILERS ? -1 : bytes.length;
    this.#at = OVER;
    const lines = Buffer.from(text.slice(0, end), 'latin1');
    const isGood = isPlain(lines, 0, end) && eachHeader(text.slice(0, end), 0, mayTrail);
    return isGood ? from + end + 2 - before : -1;
  }
}
