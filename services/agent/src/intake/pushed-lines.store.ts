import { appendFile } from 'node:fs/promises';
import type { PushedLine } from '../lines/pushed-line.ts';

/** Where pushed lines wait to be shipped: a file beside the two outputs, a line of JSON for each. Whoever pushes is answered after the write. */
export class PushedLines {
  /** The file that was last written, by path: one append after the other. */
  readonly #last = new Map<string, Promise<void>>();

  append(path: string, lines: readonly PushedLine[]): Promise<void> {
    const before = this.#last.get(path);
    // What an agent that died left unfinished is nobody's line: its sender was not answered, and sends it again.
    const first = before ? '' : '\n';
    const text = `${first}${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`;
    const mine = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => appendFile(path, text, { mode: 0o600 }));
    this.#last.set(path, mine);
    return mine;
  }

  /** Of files that are gone. */
  forget(isWanted: (path: string) => boolean): void {
    for (const path of this.#last.keys()) if (!isWanted(path)) this.#last.delete(path);
  }
}
