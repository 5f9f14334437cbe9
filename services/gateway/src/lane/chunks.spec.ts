import { describe, expect, it } from '@jest/globals';
import { ChunkWalker } from './chunks.ts';

/** Fields after the last chunk, of so many bytes in all. */
const trailers = (bytes: number): string => `X-T: ${'a'.repeat(bytes - 7)}\r\n`;
const walk = (...pieces: string[]) => {
  const walker = new ChunkWalker();
  return pieces.map((piece) => walker.walk(Buffer.from(piece), 0));
};

describe('fields after a body', () => {
  it('may be long, and are over where they end', () => {
    expect(walk(`0\r\n${trailers(4000)}\r\n`)).toEqual(['over']);
    expect(walk('0\r\n', trailers(4000), '\r\n')).toEqual(['more', 'more', 'over']);
  });

  it.each([4095, 4096, 4097, 8192])('hide nothing behind %d bytes of them', (bytes) => {
    expect(walk(`0\r\n${trailers(bytes)}\r\nHTTP/1.1 200 OK\r\n`).at(-1)).toBe('bad');
    expect(walk('0\r\n', trailers(bytes), '\r\nHTTP/1.1 200 OK\r\n')).toContain('bad');
  });
});

describe('a chunk', () => {
  it('says a length that can be counted, however many digits it has', () => {
    expect(walk('0000000000000000003\r\nabc\r\n0\r\n\r\n')).toEqual(['over']);
    expect(walk('7fffffff\r\n', 'abc')).toEqual(['more', 'more']);
    expect(walk('80000000\r\n')).toEqual(['bad']);
    expect(walk('1', '0'.repeat(400), '3\r\nabc\r\n0\r\n\r\n')).toContain('bad');
  });
});
