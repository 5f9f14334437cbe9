import { describe, expect, it } from '@jest/globals';
import { HeadMemory } from './head-memory.ts';

const head = (length: string, more = ''): Buffer =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\n${length === '' ? '' : `Content-Length: ${length}\r\n`}X: 1${more}\r\n\r\n`,
  );
const bodyFrom = (bytes: Buffer): number => bytes.indexOf('\r\n\r\n') + 4;

/** A memory that has kept that head. */
const memoryOf = (bytes: Buffer, contentLength: number | undefined): HeadMemory => {
  const memory = new HeadMemory();
  expect(memory.keep(bytes, bodyFrom(bytes), contentLength)).toBeDefined();
  return memory;
};

describe('a head that was kept', () => {
  it.each(['5', '0', '12345', '999999999'])('is known again with a body of %s bytes', (length) => {
    const memory = memoryOf(head('17'), 17);
    const bytes = Buffer.concat([head(length), Buffer.from('body')]);
    expect(memory.endIn(bytes)).toBe(bodyFrom(bytes));
    expect(memory.contentLength).toBe(Number(length));
  });

  it('is known again where it tells no length', () => {
    const memory = memoryOf(head(''), undefined);
    expect(memory.endIn(head(''))).toBe(head('').length);
    expect(memory.contentLength).toBeUndefined();
  });

  it.each([
    ['another', head('17', '2')],
    ['half of it', head('17').subarray(0, 40)],
    ['one without a length', head('')],
    ['no digits', head(' ')],
    ['digits with a zero before them', head('05')],
    ['a sign', head('-5')],
    ['too many digits', head('1234567890')],
    ['something after the digits', head('5x')],
  ])('is not known again in %s', (_what, bytes) => {
    expect(memoryOf(head('17'), 17).endIn(bytes)).toBe(-1);
  });

  it('is not kept where its length is not where it would be looked for', () => {
    const odd = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length:\t5\r\n\r\n');
    expect(new HeadMemory().keep(odd, odd.length, 5)).toBeUndefined();
  });

  it('is forgotten when told so', () => {
    const memory = memoryOf(head('17'), 17);
    memory.forget();
    expect(memory.endIn(head('17'))).toBe(-1);
  });
});

it('a memory that never knew any head again keeps no more of them', () => {
  const memory = new HeadMemory();
  const kept = Array.from({ length: 20 }, (_, n) => {
    const bytes = head('1', String(n));
    expect(memory.endIn(bytes)).toBe(-1);
    return memory.keep(bytes, bodyFrom(bytes), 1) !== undefined;
  });
  expect(kept).toEqual(Array.from({ length: 20 }, (_, n) => n < 16));
  const other = memoryOf(head('1', 'a'), 1);
  for (let n = 0; n < 40; n++) {
    const bytes = head('1', String(n));
    expect(other.keep(bytes, bodyFrom(bytes), 1)).toBeDefined();
    expect(other.endIn(bytes)).toBe(bytes.length);
  }
});
