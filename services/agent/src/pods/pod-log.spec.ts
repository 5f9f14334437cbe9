import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PodLog, comparable } from './pod-log.ts';

const PIECE = 16_384;
const time = (n: number): string => `2025-06-01T12:00:00.${String(n).padStart(9, '0')}Z`;
/** As kubelets write it: each entry with its time, a line that was cut without a line feed between its pieces. */
const written = (texts: readonly string[]): Buffer =>
  Buffer.concat(texts.map((text, i) => Buffer.from(`${time(i)} ${text}`)));
const texts = (entries: readonly { text: Uint8Array }[]): string[] =>
  entries.map(({ text }) => Buffer.from(text).toString());

describe('a time of a log', () => {
  it.each([
    ['2025-06-01T12:00:00.5Z', '2025-06-01T12:00:00.500000000Z'],
    ['2025-06-01T12:00:00Z', '2025-06-01T12:00:00.000000000Z'],
    ['2025-06-01T14:00:00.123456789+02:00', '2025-06-01T12:00:00.123456789Z'],
  ])('%s compares as %s', (told, compared) => expect(comparable(told)).toBe(compared));
  it.each(['', 'yesterday', '2025-06-01 12:00:00Z'])('%j is none', (told) =>
    expect(comparable(told)).toBeUndefined(),
  );
});

describe("a pod's log", () => {
  it('is lines, of which each has its time', () => {
    const entries = new PodLog().push(written(['one\n', '\n', 'two\n']));
    expect(texts(entries)).toEqual(['one\n', '\n', 'two\n']);
    expect(entries.map(({ timestamp }) => timestamp)).toEqual([0, 1, 2].map(time));
  });

  it('has the times inside a long line taken out', () => {
    const long = 'x'.repeat(2 * PIECE + 10);
    const pieces = [long.slice(0, PIECE), long.slice(PIECE, 2 * PIECE), `${long.slice(2 * PIECE)}\n`];
    expect(texts(new PodLog().push(written([...pieces, 'next\n']))).join('')).toBe(`${long}\nnext\n`);
  });

  it('may end amid a line', () => {
    const log = new PodLog();
    expect(texts(log.push(written(['one\n', 'tw'])))).toEqual(['one\n']);
    expect(texts(log.end())).toEqual(['tw']);
    expect(log.end()).toEqual([]);
  });

  it('is refused when it is none', () => {
    expect(() => new PodLog().push(Buffer.from('no time in here\n'))).toThrow(/no line of a pod's log/);
  });

  it('is the same however it was cut on its way', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\n', '')),
      fc.integer({ min: PIECE - 2, max: 2 * PIECE + 2 }).map((length) => 'y'.repeat(length)),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 5 }),
        fc.array(fc.nat(90_000), { maxLength: 6 }),
        (lines, cuts) => {
          const entries = lines.flatMap((text) => {
            const whole = `${text}\n`;
            const pieces: string[] = [];
            for (let at = 0; at < whole.length; at += PIECE) pieces.push(whole.slice(at, at + PIECE));
            // A line feed that would be a piece of its own belongs to the piece before.
            return pieces.length > 1 && pieces.at(-1) === '\n'
              ? [...pieces.slice(0, -2), `${pieces.at(-2)!}\n`]
              : pieces;
          });
          const bytes = written(entries);
          const log = new PodLog();
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b),
            bytes.length,
          ];
          const read = places.slice(1).flatMap((end, i) => log.push(bytes.subarray(places[i], end)));
          expect(texts(read).join('')).toBe(lines.map((text) => `${text}\n`).join(''));
          expect(log.end()).toEqual([]);
        },
      ),
    );
  });
});
