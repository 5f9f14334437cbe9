/** A random number from [0, below), the same ones for the same seed (mulberry32). */
export const randomsFrom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

export type Random = ReturnType<typeof randomsFrom>;

export const oneOf = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;

/** Bytes that mean something in HTTP, or nearly. */
const SIGNS = [0, 1, 9, 10, 11, 12, 13, 32, 34, 35, 44, 47, 48, 58, 59, 61, 127, 128, 160, 255];
const PIECES = [
  '\r\n', '\n', '\r', '\r\n\r\n', '\n\n', ' ', '\t', ':', '\r\n ', '0', '00', 'chunked', 'Content-Length: 3\r\n',
  'content-length:0\r\n', 'Transfer-Encoding: chunked\r\n', 'transfer-encoding : chunked\r\n', 'Host: b\r\n',
  'Connection: close\r\n', 'HTTP/1.0', 'HTTP/1.1', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', '0\r\n\r\n', ';a=b', '+', '-', '_', '\u00a0',
]; // prettier-ignore

/** One change of the kind that takes readers apart: a byte replaced, put in, taken out, or a piece said twice. */
export const mutated = (random: Random, bytes: Buffer): Buffer => {
  const at = random(bytes.length + 1);
  const sign = Buffer.from([random(2) === 0 ? oneOf(random, SIGNS) : random(256)]);
  switch (random(6)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), sign, bytes.subarray(at + 1)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), sign, bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(8))]);
    case 3: {
      const piece = bytes.subarray(at, at + random(40));
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    }
    default: {
      const piece = Buffer.from(oneOf(random, PIECES), 'latin1');
      const line = bytes.indexOf('\r\n', at);
      const to = random(2) === 0 && line >= 0 ? line + 2 : at;
      return Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]);
    }
  }
};
