import type { Clock } from '@tidegate/eventing/nest';
import type { Holes } from '../output/hole.gateway.ts';
import type { RawLine } from '../output/line-splitter.ts';
import { OutputReader, type ReadLine } from '../output/output-reader.gateway.ts';
import { readableLine } from '../output/readable-line.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import type { Mask } from '../secrets/mask-values.ts';
import { LineAllowance } from './line-allowance.ts';
import { type OutputStream, PendingLines } from './pending-lines.ts';
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

const STREAMS = ['stdout', 'stderr'] as const;
/** For whoever asks what a replica said last. */
const RECENT_LINES = 50;
/** Read at once, of one file: who writes more must not keep the agent from everything else. */
const TAKEN_PIECES = 32;

/** Both output files of one replica as one sequence of lines. */
export class ReplicaOutput {
  readonly pending: PendingLines;
  readonly #readers: Readonly<Record<OutputStream, OutputReader>>;
  readonly #allowance: LineAllowance;
  /** What was read before this agent began is not among the recent lines. */
  readonly #beganInTheMiddle: boolean;
  readonly #replicaId: string;
  #recent: RawLine[] = [];

  constructor(
    { source, position, savedAtUs }: Shipment,
    private readonly tools: Tools,
  ) {
    const { clock, settings } = tools;
    const monotonicUs = clock.monotonicUs() - Math.max(0, clock.nowUs() - savedAtUs);
    const reader = (stream: OutputStream): OutputReader =>
      new OutputReader(
        { path: source.output[stream], offset: position[stream], monotonicUs },
        { ...tools, limits: settings },
      );
    this.#replicaId = source.replicaId;
    this.pending = new PendingLines(position);
    this.#readers = { stdout: reader('stdout'), stderr: reader('stderr') };
    this.#allowance = new LineAllowance(settings.linesPerSecond, settings.burstLines);
    this.#beganInTheMiddle = position.stdout + position.stderr > 0;
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
      if (skipped) this.pending.drop(stream, skipped.end, skipped.lines);
    }
    if (this.isHeld) return;
    for (let piece = 0; piece < TAKEN_PIECES && !this.pending.isFull && !this.isRead; piece++) {
      const read = await Promise.all(
        STREAMS.map(async (stream) => linesOf(stream, await this.#readers[stream].read())),
      );
      this.#keep(read.flat());
    }
    if (isLast && this.isRead)
      this.#keep(
        STREAMS.flatMap((stream) => linesOf(stream, this.#readers[stream].finish())),
        { isCut: true },
      );
  }

  /** The last lines, oldest first, the unfinished one included; none while it is not known what must not be seen in them. */
  async lastLines(count: number): Promise<string[]> {
    const mask = this.#mask;
    if (!mask) return [];
    const isKnown = this.isRead && (this.#recent.length >= count || !this.#beganInTheMiddle);
    const lines = isKnown ? this.#recent : await this.#tails();
    const rests = isKnown
      ? STREAMS.map((stream) => this.#readers[stream].rest).filter((rest) => rest !== '')
      : [];
    return [
      ...lines.map(({ text, more }) => readableLine(text, more, (line) => mask(line, more > 0))),
      ...rests.map((rest) => readableLine(rest, 0, (line) => mask(line, true))),
    ].slice(-count);
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

  /** In the order in which they came, as far as that is known of two files. What cannot be masked is lost, and counted. */
  #keep(lines: StreamLine[], { isCut } = { isCut: false }): void {
    const mask = this.#mask;
    // The wall clock may step: only what is told to others is in its time.
    const offsetUs = this.tools.clock.nowUs() - this.tools.clock.monotonicUs();
    for (const { stream, monotonicUs, ...raw } of lines.toSorted((a, b) => a.monotonicUs - b.monotonicUs)) {
      if (mask) this.#recent.push(raw);
      if (!mask || !this.#allowance.take(monotonicUs)) {
        this.pending.drop(stream, raw.end, 1);
        continue;
      }
      const atUs = Math.max(0, Math.round(monotonicUs + offsetUs));
      const text = readableLine(raw.text, raw.more, (line) => mask(line, isCut || raw.more > 0));
      this.pending.add({ atUs, stream, text }, raw.end);
    }
    this.#recent = this.#recent.slice(-RECENT_LINES);
  }

  /** From the files alone the order of the two is not known: what is probably worse stands last. */
  async #tails(): Promise<RawLine[]> {
    return [...(await this.#readers.stdout.tail()), ...(await this.#readers.stderr.tail())];
  }
}

const linesOf = (stream: OutputStream, lines: readonly ReadLine[]): StreamLine[] =>
  lines.map((line) => ({ ...line, stream }));
