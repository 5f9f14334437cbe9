import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * A log of at most twice `maxBytes`: full, it becomes `<path>.1`, in place of the one before. Written at once and in
 * order, so that nothing waits in memory and a crash loses no line.
 */
export class LogFile {
  private readonly path: string;
  private readonly maxBytes: number;
  private descriptor: number | undefined;
  private bytes: number;

  constructor(path: string, maxBytes = MAX_BYTES) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.descriptor = openSync(path, 'a', 0o600);
    this.bytes = statSync(path).size;
  }

  /** A last line that arrives after the end is dropped. */
  writeLine(line: string): void {
    if (this.descriptor === undefined) return;
    const text = Buffer.from(`${line}\n`);
    if (this.bytes > 0 && this.bytes + text.length > this.maxBytes) this.rotate(this.descriptor);
    writeSync(this.descriptor, text);
    this.bytes += text.length;
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private rotate(full: number): void {
    closeSync(full);
    renameSync(this.path, `${this.path}.1`);
    this.descriptor = openSync(this.path, 'a', 0o600);
    this.bytes = 0;
  }
}
