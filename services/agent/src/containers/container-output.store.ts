import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { z } from 'zod';
import type { ReplicaFolder } from '../drivers/replica-folder.store.ts';
import { LOG_BEGIN, LogCursor } from './log-cursor.ts';
import type { LogEntry } from './log-frames.ts';

const FILE = 'container-log.json';
const Size = z.int().min(0);
const Taken = z.object({
  /** Another container's log begins anew. */
  containerId: z.string(),
  cursor: LogCursor,
  /** Of the two files when the cursor was written down. */
  sizes: z.object({ stdout: Size, stderr: Size }),
});
type Taken = Readonly<z.infer<typeof Taken>>;

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * The output files of a container, into which its log is copied. The cursor is written down right after what it stands for,
 * together with the files' sizes: whatever an agent appended and could not write down any more is cut off by the next
 * one and copied again. Nobody reads in between, since both happen in one breath, and the reader is in the same process.
 */
export class ContainerOutput {
  #taken: Taken;

  constructor(private readonly folder: ReplicaFolder) {
    const kept = Taken.safeParse(folder.read(FILE));
    this.#taken = kept.success
      ? kept.data
      : { containerId: '', cursor: LOG_BEGIN, sizes: { stdout: 0, stderr: 0 } };
  }

  get files(): ReplicaFolder['output'] {
    return this.folder.output;
  }

  /** To be called before anybody reads the files. */
  repair(): void {
    if (this.folder.read(FILE) === undefined) return;
    const sizes = this.#sizes();
    for (const stream of STREAMS)
      if (sizes[stream] > this.#taken.sizes[stream])
        truncateSync(this.files[stream], this.#taken.sizes[stream]);
  }

  /** How far this container's log is in the files. */
  cursorOf(containerId: string): LogCursor {
    return this.#taken.containerId === containerId ? this.#taken.cursor : LOG_BEGIN;
  }

  /** @throws when the disk is full; then nothing of it is in the files */
  append(containerId: string, entries: readonly LogEntry[], cursor: LogCursor): void {
    this.#write(entries, { containerId, cursor });
  }

  /** A line of the platform's own about the replica. */
  say(words: string): void {
    const line = `tidegate: ${words.replaceAll(/\s+/g, ' ')}\n`;
    const { containerId, cursor } = this.#taken;
    this.#write([{ stream: 'stdout', timestamp: '', text: Buffer.from(line) }], { containerId, cursor });
  }

  #write(entries: readonly LogEntry[], after: Pick<Taken, 'containerId' | 'cursor'>): void {
    const sizes = this.#sizes();
    // Whoever reads them empties them now and then: what follows is measured from what is there now.
    const isKept = STREAMS.every((stream) => sizes[stream] === this.#taken.sizes[stream]);
    if (!isKept || this.#taken.containerId === '') this.#keep({ ...this.#taken, sizes });
    try {
      for (const stream of STREAMS) {
        const texts = entries.filter((entry) => entry.stream === stream).map(({ text }) => text);
        appendFileSync(this.files[stream], Buffer.concat(texts), { mode: 0o600 });
      }
      this.#keep({ ...after, sizes: this.#sizes() });
    } catch (error) {
      this.repair();
      throw error;
    }
  }

  #keep(taken: Taken): void {
    this.folder.write(FILE, taken);
    this.#taken = taken;
  }

  #sizes(): Taken['sizes'] {
    const { stdout, stderr } = this.files;
    return { stdout: sizeOf(stdout), stderr: sizeOf(stderr) };
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
