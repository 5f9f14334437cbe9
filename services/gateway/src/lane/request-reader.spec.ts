import { expect, it } from '@jest/globals';
import { RequestReader } from './request-reader.ts';

const LIMITS = { headBytes: 4096, bodyBytes: 4096 };
const lengths = (...lines: string[]) => {
  const reader = new RequestReader(LIMITS);
  return lines.map((line) => {
    const read = reader.read(Buffer.from(`POST / HTTP/1.1\r\nHost: a\r\n${line}\r\nX: 5\r\n\r\n`));
    return typeof read === 'string' ? read : read.contentLength;
  });
};

it.each([
  ['Content-Length: 5', 5],
  ['Content-Length: 5 ', 5],
  ['Content-Length:5  ', 5],
  ['content-length:   05', 5],
])('a length is the same each time, however it is written: %j', (line, wanted) => {
  expect(lengths(line, line, line)).toEqual([wanted, wanted, wanted]);
});

it('a body begins where it does, however its length is written', () => {
  const reader = new RequestReader(LIMITS);
  for (const digits of ['05', '5', '005', '5', '5']) {
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${digits}\r\n\r\n`;
    expect(reader.read(Buffer.from(`${head}12345`))).toMatchObject({
      bodyFrom: head.length,
      contentLength: 5,
    });
  }
});

it('a length is read anew each time', () => {
  expect(lengths('Content-Length: 5', 'Content-Length: 17', 'Content-Length: 0')).toEqual([5, 17, 0]);
  expect(lengths('Content-Length: 5', 'Content-Length: 5000', 'Content-Length: 5x')).toEqual([
    5,
    'odd',
    'odd',
  ]);
  expect(lengths('X-A: 5', 'X-A: 5', 'X-A: 6')).toEqual([0, 0, 0]);
});
