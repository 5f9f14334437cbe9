import type { Clock } from '@tidegate/eventing/nest';
import { Arrivals } from './arrivals.ts';
import { type DiskLimits, skipTarget, spaceToGive } from './disk-space.ts';
import type { Holes } from './hole.gateway.ts';
import { LineSplitter, type RawLine } from './line-splitter.ts';
import { type FileFacts, OutputFile } from './output-file.gateway.ts';
import { LINE_BYTES } from './readable-line.ts';

/** A line, and when it was written, by the monotonic clock. */
export type ReadLine = RawLine & Readonly<{ monotonicUs: number }>;
export type Skipped = Readonly<{ lines: number; bytes: number; end: number }>;

const CHUNK_BYTES = 32 * 1024;
const SCAN_BYTES = 1024 * 1024;
const SIZES = { keepBytes: LINE_BYTES, longestBytes: 1024 * 1024 };
const TAIL_BYTES = 64 * 1024;

/** Where the reading begins, and when, by the monotonic clock, that was known to be the end of the file. */
type Start = Readonly<{ path: string; offset: number; monotonicUs: number }>;
/** `grown` is called when the file seems to have grown: a reason to look, not a promise. */
export type ReaderTools = Readonly<{
  clock: Pick<Clock, 'monotonicUs'>;
  holes: Holes;
  limits: DiskLimits;
  grown: () => void;
}>;

/** Reads the lines of one output file as it grows, and gives back its disk. */
export class OutputReader {
  readonly #file: OutputFile;
  readonly #splitter: LineSplitter;
  readonly #arrivals: Arrivals;
  #facts: FileFacts | null = null;
  #changedAtUs: number;

  constructor(
    private readonly start: Start,
    private readonly tools: ReaderTools,
  ) {
    this.#file = new OutputFile(start.path, tools.grown);
    this.#splitter = new LineSplitter(start.offset, SIZES);
    this.#arrivals = new Arrivals(start.offset, start.monotonicUs);
    this.#changedAtUs = tools.clock.monotonicUs();
  }

  /** Under its name, at the last look: also what was removed can still be read. */
  get exists(): boolean {
    return this.#facts?.isNamed ?? false;
  }

  /** Bytes that are in the file and were not read, as of the last look. */
  get unread(): number {
    return (this.#facts?.size ?? 0) - this.#splitter.read;
  }

  /** What stands behind the last line's end. */
  get rest(): string {
    return this.#splitter.rest;
  }

  /** @returns true when the file was emptied or replaced since the last look, by whomever: its offsets begin again */
  async look(): Promise<boolean> {
    const before = this.#facts?.size;
    const nowUs = this.tools.clock.monotonicUs();
    const isReplaced = await this.#followName();
    this.#facts = await this.#file.facts();
    const size = this.#facts?.size ?? 0;
    if (size !== before) this.#changedAtUs = nowUs;
    const isBegunAgain = isReplaced || (this.#facts !== null && size < this.#splitter.read);
    if (isBegunAgain) {
      this.#splitter.skipTo(0);
      this.#arrivals.saw(0, nowUs);
    }
    this.#arrivals.saw(size, nowUs);
    return isBegunAgain;
  }

  /** The next lines, of one piece of the file. */
  async read(): Promise<ReadLine[]> {
    if (this.unread <= 0) return [];
    const chunk = await this.#file.read(this.#splitter.read, Math.min(CHUNK_BYTES, this.unread));
    // Emptied since the last look: the next one says so.
    if (chunk.length === 0 && this.#facts) this.#facts = { ...this.#facts, size: this.#splitter.read };
    return this.#timed(this.#splitter.push(chunk));
  }

  /** The line whose end will not come, if there is one. */
  finish(): ReadLine[] {
    return this.#timed(this.#splitter.finish());
  }

  /** Passes over the oldest of what was not read, when that is too much. */
  async skip(): Promise<Skipped | null> {
    const from = this.#splitter.read;
    const { holes, limits } = this.tools;
    const target = skipTarget({ size: this.#facts?.size ?? 0, read: from }, holes.isPossible, limits);
    if (target === null) return null;
    let [lines, end] = [0, from];
    for (let at = from; at < target;) {
      const chunk = await this.#file.read(at, Math.min(SCAN_BYTES, target - at));
      if (chunk.length === 0) break;
      for (let i = chunk.indexOf(0x0a); i >= 0; i = chunk.indexOf(0x0a, i + 1)) {
        lines++;
        end = at + i + 1;
      }
      at += chunk.length;
    }
    if (end === from) [lines, end] = [1, target];
    this.#splitter.skipTo(end);
    return { lines, bytes: end - from, end };
  }

  /**
   * @param shipped the offset before which nothing will be asked for again
   * @returns true when the file is empty now
   */
  async giveSpaceBack(shipped: number): Promise<boolean> {
    if (!this.#facts) return false;
    const { clock, holes, limits } = this.tools;
    const quietMs = (clock.monotonicUs() - this.#changedAtUs) / 1000;
    const way = spaceToGive({ ...this.#facts, shipped, quietMs }, holes.isPossible, limits);
    if (way === 'punch') await holes.punch(this.start.path, shipped);
    if (way !== 'empty' || !this.#file.emptyAt(shipped)) return false;
    await this.look();
    return true;
  }

  /** The last lines of the file, whether they were read or not. */
  async tail(): Promise<RawLine[]> {
    const facts = await this.#file.facts();
    return this.#linesBefore(facts?.size ?? 0);
  }

  /** The last lines before those that are read here, as far as the file still has them. */
  before(): Promise<RawLine[]> {
    return this.#linesBefore(this.start.offset);
  }

  remove(): Promise<void> {
    return this.#file.remove();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** A file without a name is read to its end before the one that has its name now. */
  async #followName(): Promise<boolean> {
    if (!this.#facts || this.#facts.isNamed || this.unread > 0 || !(await this.#file.isReplaced()))
      return false;
    await this.#file.close();
    return true;
  }

  async #linesBefore(end: number): Promise<RawLine[]> {
    const from = Math.max(0, end - TAIL_BYTES);
    const splitter = new LineSplitter(from, SIZES);
    const lines = splitter.push(await this.#file.read(from, end - from));
    return [...lines.slice(from > 0 ? 1 : 0), ...splitter.finish()];
  }

  #timed(lines: readonly RawLine[]): ReadLine[] {
    const timed = lines.map((line) => ({ ...line, monotonicUs: this.#arrivals.at(line.end) }));
    this.#arrivals.forget(this.#splitter.read);
    return timed;
  }
}
