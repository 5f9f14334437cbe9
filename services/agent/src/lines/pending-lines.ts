import type { EventNamed } from '@tidegate/contracts';
import type { Position } from './shipment.ts';

export type Batch = EventNamed<'LogLinesShipped'>['data'];
export type ShippedLine = Batch['lines'][number];
export type OutputStream = ShippedLine['stream'];

export type Cut = Readonly<
  Pick<Batch, 'lines' | 'dropped' | 'droppedBytes' | 'firstSequence'> & { after: Position }
>;

/** Lines that do not go on, and what they took. */
export type Lost = Readonly<{ lines: number; bytes: number }>;

type Item = Readonly<{ stream: OutputStream; end: number; line: ShippedLine | null; lost: Lost }>;

const MOST_LINES = 256;
/** By the reckoning below: some 64 KiB of what is usual. */
const MOST_BYTES = 192 * 1024;
const NOTHING: Lost = { lines: 0, bytes: 0 };
const sumOf = (a: Lost, b: Lost): Lost => ({ lines: a.lines + b.lines, bytes: a.bytes + b.bytes });
/** Where nothing more is read: what does not fit stays in the file. */
const FULL_ITEMS = 2048;
const FULL_BYTES = 2 * 1024 * 1024;

/** The most that a line can take in a message: three bytes a character, and its frame. */
const bytesOf = ({ text, attributes }: ShippedLine): number =>
  (text.length + (attributes ? JSON.stringify(attributes).length : 0)) * 3 + 200;

/** Lines that were read and not yet shipped, in the order of their future numbers. */
export class PendingLines {
  #items: Item[] = [];
  #bytes = 0;

  /** Where the next cut begins. */
  constructor(private position: Position) {}

  get count(): number {
    return this.#items.length;
  }

  get isFull(): boolean {
    return this.#items.length >= FULL_ITEMS || this.#bytes >= FULL_BYTES;
  }

  get hasLines(): boolean {
    return this.#items.some(({ line }) => line !== null);
  }

  get hasWholeBatch(): boolean {
    return this.#items.length >= MOST_LINES || this.#bytes >= MOST_BYTES;
  }

  /** Whether there is something to tell: a line, or a loss. */
  get hasNews(): boolean {
    return this.#items.length > 0 || this.position.dropped > 0;
  }

  add(line: ShippedLine, end: number): void {
    this.#items.push({ stream: line.stream, end, line, lost: NOTHING });
    this.#bytes += bytesOf(line);
  }

  /** Lines that ended at an offset, or before it, do not go on. */
  drop(stream: OutputStream, end: number, lost: Lost): void {
    const last = this.#items.at(-1);
    if (last?.stream === stream && !last.line)
      this.#items[this.#items.length - 1] = { ...last, end, lost: sumOf(last.lost, lost) };
    else this.#items.push({ stream, end, line: null, lost });
  }

  /**
   * The next batch, and what the position is once it has been shipped. What was lost before its first line is told with
   * it, what was lost behind that with the next one. A batch without lines tells a loss that nothing followed.
   */
  cut(): Cut {
    const lines: ShippedLine[] = [];
    let lost: Lost = { lines: this.position.dropped, bytes: this.position.droppedBytes };
    let lostBehind = NOTHING;
    let [bytes, taken] = [0, 0];
    const { stdout, stderr, pushed } = this.position;
    const ends = { stdout, stderr, pushed };
    for (const item of this.#items) {
      if (lines.length === MOST_LINES || bytes + (item.line ? bytesOf(item.line) : 0) > MOST_BYTES) break;
      taken++;
      ends[item.stream] = item.end;
      if (item.line) {
        lines.push(item.line);
        bytes += bytesOf(item.line);
      } else if (lines.length === 0) lost = sumOf(lost, item.lost);
      else lostBehind = sumOf(lostBehind, item.lost);
    }
    this.#items = this.#items.slice(taken);
    this.#bytes -= bytes;
    const firstSequence = this.position.nextSequence;
    const nextSequence = firstSequence + lines.length;
    this.position = { ...ends, nextSequence, dropped: lostBehind.lines, droppedBytes: lostBehind.bytes };
    return { lines, dropped: lost.lines, droppedBytes: lost.bytes, firstSequence, after: this.position };
  }

  /** A file was emptied: offsets in it begin again. */
  restart(stream: OutputStream): void {
    this.position = { ...this.position, [stream]: 0 };
    this.#items = this.#items.map((item) => (item.stream === stream ? { ...item, end: 0 } : item));
  }
}
