import { type FSWatcher, fstatSync, ftruncateSync, watch } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';

export type FileFacts = Readonly<{
  size: number;
  /** What it takes of the disk: less than its size where parts of it were given back. */
  diskBytes: number;
  /** It can be found under some name. */
  isNamed: boolean;
}>;

/** A file that a replica appends to. It is kept open, so that what was written can be read though its name is gone. */
export class OutputFile {
  #handle: FileHandle | undefined;
  #watcher: FSWatcher | undefined;

  constructor(
    private readonly path: string,
    private readonly grown: () => void,
  ) {}

  /** @returns null for a file that is not there yet */
  async facts(): Promise<FileFacts | null> {
    const handle = await this.#open();
    if (!handle) return null;
    const { size, blocks, nlink } = await handle.stat();
    return { size, diskBytes: blocks * 512, isNamed: nlink > 0 };
  }

  /** At most so many bytes from an offset on; fewer at the end of the file. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const handle = await this.#open();
    if (!handle || length <= 0) return new Uint8Array(0);
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  /**
   * Empties it, if it has this size; whoever appends goes on at its beginning. Both steps in one breath, because what is
   * written between them is lost.
   */
  emptyAt(size: number): boolean {
    const fd = this.#handle?.fd;
    if (fd === undefined || fstatSync(fd).size !== size) return false;
    ftruncateSync(fd, 0);
    return true;
  }

  /** Its name was given to another file since it was opened. */
  async isReplaced(): Promise<boolean> {
    const named = await stat(this.path).catch(() => null);
    const opened = await this.#handle?.stat();
    return named !== null && opened !== undefined && (named.ino !== opened.ino || named.dev !== opened.dev);
  }

  /** Only itself: a file that got its name stays. */
  async remove(): Promise<void> {
    if (this.#handle && !(await this.isReplaced())) await rm(this.path, { force: true });
    await this.close();
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    this.#watcher = undefined;
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  async #open(): Promise<FileHandle | undefined> {
    if (this.#handle) return this.#handle;
    try {
      this.#handle = await open(this.path, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    this.#watch();
    return this.#handle;
  }

  /** Only quicker than looking now and then, so it may fail: watches are scarce on some machines. */
  #watch(): void {
    try {
      this.#watcher = watch(this.path, { persistent: false }, this.grown).on('error', () => {
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch {
      this.#watcher = undefined;
    }
  }
}
