import { dirname, join } from 'node:path';
import type { Clock } from '@tidegate/eventing/nest';
import type { Holes } from '../output/hole.gateway.ts';
import type { RawLine } from '../output/line-splitter.ts';
import { OutputReader, type ReadLine } from '../output/output-reader.gateway.ts';
import { printable, readableLine } from '../output/readable-line.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import type { Mask } from '../secrets/mask-values.ts';
import { PrivateKeyLines } from '../secrets/private-key-lines.ts';
import { LineAllowance } from './line-allowance.ts';
import { type OutputStream, PendingLines } from './pending-lines.ts';
import { isUrgent, pushedLineIn, shippedLineOf } from './pushed-line.ts';
import type { LineSettings } from './settings.ts';
import type { Position, Shipment } from './shipment.ts';

type Tools = Readonly<{
  clock: Clock;
  holes: Holes;
  settings: LineSettings;
  secrets: Pick<KnownSecrets, 'of'>;
  grown: () => void;
}>;
type StreamLine = ReadLine & Readonly<{ stream: OutputStream }>;
type WrittenLine = ReadLine & Readonly<{ stream: 'stdout' | 'stderr'; isCut: boolean }>;
/** As it was written. Its end may be missing (`isCut`), and it may be the inside of a key. */
type RecentLine = Pick<RawLine, 'text' | 'more'> & Readonly<{ isCut: boolean; isHidden: boolean }>;

const STREAMS = ['stdout', 'stderr', 'pushed'] as const;
const WRITTEN = ['stdout', 'stderr'] as const;
const MASKED = '[masked]';
/** For whoever asks what a replica said last. */
const RECENT_LINES = 50;
/** Read at once, of one file: who writes more must not keep the agent from everything else. */
const TAKEN_PIECES = 32;

/** What one replica writes, and what it pushes, as one sequence of lines. */
export class ReplicaOutput {
  readonly pending: PendingLines;
  readonly #readers: Readonly<Record<OutputStream, OutputReader>>;
  readonly #keys = { stdout: new PrivateKeyLines(), stderr: new PrivateKeyLines() };
  readonly #allowance: LineAllowance;
  /** What was read before this agent began is not among the recent lines. */
  readonly #beganInTheMiddle: boolean;
  readonly #replicaId: string;
  #recent: RecentLine[] = [];
  #areKeysRecalled: boolean;

  constructor(
    { source, position, savedAtUs }: Shipment,
    private readonly tools: Tools,
  ) {
    const { clock, settings } = tools;
    const monotonicUs = clock.monotonicUs() - Math.max(0, clock.nowUs() - savedAtUs);
    const paths = { ...source.output, pushed: pushedFileOf(source.output) };
    const reader = (stream: OutputStream): OutputReader =>
      new OutputReader(
        { path: paths[stream], offset: position[stream], monotonicUs },
        { ...tools, limits: settings },
      );
    this.#replicaId = source.replicaId;
    this.pending = new PendingLines(position);
    this.#readers = { stdout: reader('stdout'), stderr: reader('stderr'), pushed: reader('pushed') };
    this.#allowance = new LineAllowance(settings.bytesPerSecond, settings.burstBytes);
    this.#beganInTheMiddle = position.stdout + position.stderr > 0;
    this.#areKeysRecalled = !this.#beganInTheMiddle;
  }

  /** At the last look. */
  get exists(): boolean {
    return STREAMS.some((stream) => this.#readers[stream].exists);
  }

  /** Whether everything that was there at the last look has been read. */
  get isRead(): boolean {
    return STREAMS.every((stream) => this.#readers[stream].unread <= 0);
  }

  /** It is not known yet what must not be seen in it: what was written waits in the files. */
  get isHeld(): boolean {
    return this.tools.secrets.of(this.#replicaId) === 'awaited';
  }

  /**
   * Reads some of what the files have, as far as it fits the memory for pending lines; the rest stays in the files.
   * @param isLast also the beginning of a line that has no end
   */
  async take(isLast: boolean): Promise<void> {
    for (const stream of STREAMS) {
      if (await this.#readers[stream].look()) this.pending.restart(stream);
      const skipped = await this.#readers[stream].skip();
      if (skipped) this.pending.drop(stream, skipped.end, skipped);
    }
    if (this.isHeld) return;
    await this.#recallKeys();
    for (let piece = 0; piece < TAKEN_PIECES && !this.pending.isFull && !this.isRead; piece++) {
      const read = await Promise.all(
        STREAMS.map(async (stream) => linesOf(stream, await this.#readers[stream].read())),
      );
      this.#keep(read.flat());
    }
    // Whoever pushes is answered only for whole lines.
    if (isLast && this.isRead)
      this.#keep(
        WRITTEN.flatMap((stream) => linesOf(stream, this.#readers[stream].finish())),
        { isCut: true },
      );
  }

  /** The last lines that were written, oldest first, the unfinished one included; none while it is not known what must not be seen in them. */
  async lastLines(count: number): Promise<string[]> {
    const mask = this.#mask;
    if (!mask) return [];
    const isKnown = this.isRead && (this.#recent.length >= count || !this.#beganInTheMiddle);
    const lines = isKnown ? this.#recent : await this.#tails();
    const rests = isKnown
      ? WRITTEN.flatMap((stream) => {
          const { rest } = this.#readers[stream];
          return rest === ''
            ? []
            : { text: rest, more: 0, isCut: true, isHidden: this.#keys[stream].isInside };
        })
      : [];
    return [...lines, ...rests].map((line) => shown(line, mask)).slice(-count);
  }

  /** Gives disk back that holds only what was shipped. @returns the position afterwards: an emptied file begins again */
  async giveSpaceBack(shipped: Position): Promise<Position> {
    let position = shipped;
    for (const stream of STREAMS)
      if (await this.#readers[stream].giveSpaceBack(shipped[stream])) {
        this.pending.restart(stream);
        position = { ...position, [stream]: 0 };
      }
    return position;
  }

  async remove(): Promise<void> {
    await Promise.all(STREAMS.map((stream) => this.#readers[stream].remove()));
  }

  async close(): Promise<void> {
    await Promise.all(STREAMS.map((stream) => this.#readers[stream].close()));
  }

  get #mask(): Mask | undefined {
    const redaction = this.tools.secrets.of(this.#replicaId);
    return typeof redaction === 'string' ? undefined : redaction;
  }

  /** An earlier agent may have ended in the middle of a key. */
  async #recallKeys(): Promise<void> {
    if (!this.#areKeysRecalled)
      for (const stream of WRITTEN)
        for (const { text } of await this.#readers[stream].before())
          this.#keys[stream].hides(text, printable);
    this.#areKeysRecalled = true;
  }

  /** In the order in which they came, as far as that is known of several files. What cannot be masked is lost, and counted. */
  #keep(lines: StreamLine[], { isCut } = { isCut: false }): void {
    // The wall clock may step: only what is told to others is in its time.
    const offsetUs = this.tools.clock.nowUs() - this.tools.clock.monotonicUs();
    for (const line of lines.toSorted((a, b) => a.monotonicUs - b.monotonicUs)) {
      const atUs = Math.max(0, Math.round(line.monotonicUs + offsetUs));
      if (line.stream === 'pushed') this.#keepPushed(line, atUs);
      else this.#keepWritten({ ...line, stream: line.stream, isCut: isCut || line.more > 0 }, atUs);
    }
    this.#recent = this.#recent.slice(-RECENT_LINES);
  }

  #keepWritten({ stream, monotonicUs, text, more, end, isCut }: WrittenLine, atUs: number): void {
    // Also of what is dropped: the rest of a key may come through.
    const isHidden = this.#keys[stream].hides(text, printable);
    const mask = this.#mask;
    const recent = { text, more, isCut, isHidden };
    if (mask) this.#recent.push(recent);
    if (mask && this.#allowance.take(text.length, monotonicUs, stream === 'stderr'))
      this.pending.add({ atUs, stream, text: shown(recent, mask) }, end);
    else this.pending.drop(stream, end, { lines: 1, bytes: text.length + more });
  }

  #keepPushed({ monotonicUs, text, end }: StreamLine, arrivedUs: number): void {
    const pushed = pushedLineIn(text);
    const mask = this.#mask;
    if (!pushed) this.pending.drop('pushed', end, { lines: 0, bytes: 0 });
    else if (mask && this.#allowance.take(text.length, monotonicUs, isUrgent(pushed)))
      this.pending.add(shippedLineOf(pushed, arrivedUs, mask), end);
    else this.pending.drop('pushed', end, { lines: 1, bytes: text.length });
  }

  /** From the files alone the order of the two is not known: what is probably worse stands last. */
  async #tails(): Promise<RecentLine[]> {
    const tails = await Promise.all(WRITTEN.map((stream) => this.#readers[stream].tail()));
    return tails.flatMap((lines) => {
      const keys = new PrivateKeyLines();
      return lines.map(({ text, more }) => ({
        text,
        more,
        isCut: more > 0,
        isHidden: keys.hides(text, printable),
      }));
    });
  }
}

/** Where the agent writes down what a replica pushes, beside what it writes itself. */
export const pushedFileOf = ({ stdout }: Readonly<{ stdout: string }>): string =>
  join(dirname(stdout), 'pushed.log');

const linesOf = (stream: OutputStream, lines: readonly ReadLine[]): StreamLine[] =>
  lines.map((line) => ({ ...line, stream }));

const shown = ({ text, more, isCut, isHidden }: RecentLine, mask: Mask): string =>
  isHidden ? MASKED : readableLine(text, more, (line) => mask(line, isCut));
