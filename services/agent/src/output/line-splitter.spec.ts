import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';

const SIZES = { keepBytes: 100, longestBytes: 1000 };
const bytes = (text: string) => new TextEncoder().encode(text);
const all = (splitter: LineSplitter, ...chunks: string[]) =>
  chunks.flatMap((chunk) => splitter.push(bytes(chunk)));
const texts = (...chunks: string[]) => {
  const splitter = new LineSplitter(0, SIZES);
  return [...all(splitter, ...chunks), ...splitter.finish()].map(({ text }) => text);
};

describe('output that is cut into lines', () => {
  it('is the same in whatever pieces it is read', () => {
    const Text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 20 }),
          fc.constantFrom('\n', '\r\n', '\r', '☃', '🦊'),
        ),
      )
      .map((parts) => bytes(parts.join('')));
    fc.assert(
      fc.property(Text, fc.array(fc.nat({ max: 40 })), (whole, cuts) => {
        const [once, pieces] = [new LineSplitter(7, SIZES), new LineSplitter(7, SIZES)];
        const expected = [...once.push(whole), ...once.finish()];
        const found = [];
        let from = 0;
        for (const length of [...cuts, Infinity]) {
          found.push(...pieces.push(whole.subarray(from, from + length)));
          from += length;
        }
        found.push(...pieces.finish());
        expect(found).toEqual(expected);
        expect(pieces.read).toBe(7 + whole.length);
      }),
    );
  });

  it('ends its lines with a line feed, with or without a carriage return', () => {
    expect(texts('one\ntwo\r', '\nthr', 'ee\r\r\n\n', 'rest')).toEqual(['one', 'two', 'three', '', 'rest']);
    expect(texts('one\n')).toEqual(['one']);
    expect(texts('')).toEqual([]);
  });

  it('keeps of a progress bar its last state', () => {
    expect(texts('loading\r 10%\r', ' 50%', '\r100%\n', 'next\n')).toEqual(['100%', 'next']);
    expect(texts('left\r')).toEqual(['left']);
  });

  it('knows where in the file each line ends', () => {
    expect(all(new LineSplitter(100, SIZES), 'ä\r\n', 'b\n').map(({ end }) => end)).toEqual([104, 106]);
  });

  it('keeps a part of a long line, and counts the characters of the rest', () => {
    const splitter = new LineSplitter(0, SIZES);
    expect(all(splitter, 'x'.repeat(90), 'ä'.repeat(50), '\n')).toEqual([
      { text: `${'x'.repeat(90)}${'ä'.repeat(5)}`, more: 45, end: 191 },
    ]);
    expect(all(splitter, 'short\n')).toEqual([{ text: 'short', more: 0, end: 197 }]);
  });

  it('has lines though it never ends one', () => {
    const lines = all(new LineSplitter(0, SIZES), 'y'.repeat(2500));
    expect(lines.map(({ more, end }) => [more, end])).toEqual([
      [900, 1000],
      [900, 2000],
    ]);
  });

  it('can be gone on with elsewhere', () => {
    const splitter = new LineSplitter(0, SIZES);
    splitter.push(bytes('half of a'));
    expect(splitter.rest).toBe('half of a');
    splitter.skipTo(500);
    expect(all(splitter, 'whole\n')).toEqual([{ text: 'whole', more: 0, end: 506 }]);
  });

  it('shows bytes that are no UTF-8 as such', () => {
    const splitter = new LineSplitter(0, SIZES);
    expect(splitter.push(new Uint8Array([0x61, 0xff, 0xc3, 0x0a]))[0]?.text).toBe('a\ufffd\ufffd');
  });
});
