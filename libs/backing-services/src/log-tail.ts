import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

const LINES_KEPT = 20;
const LONGEST_LINE = 2_000;

/** The last lines of a program's output, kept so that a failure can show them. */
export class LogTail {
  private readonly kept: string[] = [];
  private readonly onLine: (line: string) => void;

  constructor(onLine: (line: string) => void = () => undefined) {
    this.onLine = onLine;
  }

  follow(stream: Readable): void {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      this.add(line);
    });
  }

  add(line: string): void {
    const shortened = line.slice(0, LONGEST_LINE);
    this.kept.push(shortened);
    if (this.kept.length > LINES_KEPT) this.kept.shift();
    this.onLine(shortened);
  }

  get lines(): readonly string[] {
    return this.kept;
  }

  /** Ready to stand below a sentence: one indented line each. */
  toString(): string {
    return this.kept.map((line) => `\n  ${line}`).join('');
  }
}
