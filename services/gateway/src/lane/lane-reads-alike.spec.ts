import { describe, expect, it, jest } from '@jest/globals';
import { pairsOf } from '../wire/header-lines.ts';
import { readHead } from '../wire/request-head.ts';
import { readResponseHead } from '../wire/response-head.ts';
import { ChunkWalker } from './chunks.ts';
import { HeadMemory } from './head-memory.ts';
import { type Message, type Reading, readByNode } from './llhttp.spec-helper.ts';
import { type Random, mutated, oneOf, randomsFrom } from './random-bytes.spec-helper.ts';
import { RequestReader } from './request-reader.ts';
import { type CanonicalRequest, readRequest } from './request.ts';
import { ResponseReader } from './response-reader.ts';
import { readResponse } from './response.ts';

/** Of requests, and as many of answers: the same for the same seed. A long run takes more of them. */
const CASES = Number(process.env['TIDEGATE_FUZZ_CASES'] ?? 100_000);
const SEED = 20_260_101;
const LIMITS = { headBytes: 4096, bodyBytes: 256 };

const NAMES = [
  'Accept',
  'user-agent',
  'X-A',
  'Content-Type',
  'authorization',
  'X-Forwarded-For',
  'prefer',
  'Traceparent',
  'X-Forwarded-Proto',
  'Keep-Alive',
  'TE',
  'Cookie',
  'content-encoding',
  'X-Tidegate-X',
  'Set-Cookie',
  'X-RateLimit-Remaining-Requests',
  "a!#$%&'*+-.^_`|~z",
];
/** They make a message another parser's business, mostly. */
const ODD_NAMES = [
  'Connection',
  'Expect',
  'Upgrade',
  'Trailer',
  'Transfer-Encoding',
  'Host',
  'Content-Length',
];
const VALUES = [
  '', 'a', ' b ', '\tc\t', 'text/event-stream', 'keep-alive', 'close', 'identity', 'x: y', 'é', '"q;r"', 'respond-async',
  '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'timeout=5, max=100', 'trailers', '100-continue',
  'tidegate_session=1; Path=/',
]; // prettier-ignore

const headers = (random: Random): string =>
  Array.from({ length: random(6) }, () => {
    const [name, value] = [oneOf(random, random(40) === 0 ? ODD_NAMES : NAMES), oneOf(random, VALUES)];
    return `${name}:${random(4) === 0 ? '' : ' '}${value}\r\n`;
  }).join('');

const someBytes = (random: Random, most: number): string =>
  Array.from({ length: random(most) }, () => String.fromCharCode(random(256))).join('');

const request = (random: Random): Buffer => {
  const method = oneOf(random, random(20) === 0 ? ['PUT', 'HEAD'] : ['GET', 'POST', 'POST']);
  const target = oneOf(
    random,
    random(20) === 0 ? ['/a#b', '/é', 'http://a/b', '*'] : ['/', '/v1/chat/completions', '/d/x?z=1&a=%20'],
  );
  const body = method === 'POST' ? someBytes(random, 30) : '';
  const length = method === 'POST' || random(16) === 0 ? `Content-Length: ${String(body.length)}\r\n` : '';
  const lines = [headers(random), 'Host: a:1\r\n', headers(random), length, headers(random)].join('');
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n${body}`, 'latin1');
};

const chunked = (random: Random): string => {
  const chunks = Array.from({ length: random(4) }, () => {
    const data = someBytes(random, 20) || 'x';
    const size = data.length.toString(16);
    return `${random(5) === 0 ? '0' : ''}${random(2) === 0 ? size.toUpperCase() : size}${oneOf(random, ['', '', ';a=b', ';x'])}\r\n${data}\r\n`;
  });
  return `${chunks.join('')}0\r\n${oneOf(random, ['', '', '', 'X-T: 1\r\n', 'Content-Length: 3\r\n'])}\r\n`;
};

const response = (random: Random): Buffer => {
  const status = oneOf(random, [
    '200 OK',
    '200 OK',
    '404 Not Found',
    '503 ',
    '204 No Content',
    '304 Not',
    '101 S',
    '200',
  ]);
  const isChunked = random(2) === 0;
  const body = isChunked ? chunked(random) : someBytes(random, 30);
  const length = isChunked ? 'Transfer-Encoding: chunked\r\n' : `Content-Length: ${String(body.length)}\r\n`;
  const text = `HTTP/1.1 ${status}\r\n${headers(random)}${length}${headers(random)}\r\n${body}`;
  return Buffer.from(text, 'latin1');
};

const spoilt = (random: Random, bytes: Buffer): Buffer => {
  let result = bytes;
  for (let i = random(3); i > 0; i--) result = mutated(random, result);
  return result;
};

/** What is made of a message. */
type Made = Readonly<Record<string, unknown>>;

/** The one whole message in the bytes; undefined when they are anything else. */
const only = ({ messages, isOpen, error }: Reading): Message | undefined =>
  error || isOpen || messages.length !== 1 ? undefined : messages[0];

/** What differs is said with the bytes: there are too many cases for an expectation of each. */
const difference = (bytes: Buffer, ours: Made, theirs: Made | undefined): string | undefined => {
  const said = JSON.stringify(bytes.toString('latin1'));
  if (!theirs) return `not one message: ${said}`;
  const differs = Object.keys(ours).find((key) => JSON.stringify(ours[key]) !== JSON.stringify(theirs[key]));
  return differs === undefined ? undefined : `another ${differs}: ${said}`;
};

const problemOfRequest = (bytes: Buffer, read: CanonicalRequest): string | undefined => {
  const { method, target, head, bodyFrom, contentLength } = read;
  const end = bodyFrom + contentLength;
  if (bytes.length < end) return undefined;
  const body = bytes.toString('latin1', bodyFrom, end);
  const message = only(readByNode('request', bytes.subarray(0, end)));
  const theirs = message && readHead(message.headers);
  return difference(
    bytes,
    { method, target, body, keepAlive: true, head: { ...head, forward: pairsOf(head.forward) } },
    theirs && {
      ...message,
      target: message.url,
      body: message.body.toString('latin1'),
      head: { ...theirs, forward: pairsOf(theirs.forward) },
    },
  );
};

/** Where a body ends that begins at `from`, and its data; undefined when it is not whole or not plain. */
const bodyOf = (
  bytes: Buffer,
  from: number,
  length: number | undefined,
): [end: number, data: Buffer] | undefined => {
  if (length !== undefined)
    return bytes.length < from + length ? undefined : [from + length, bytes.subarray(from, from + length)];
  const data: Buffer[] = [];
  const walker = new ChunkWalker();
  // In pieces of one byte: where it is over is where it says so.
  for (let at = from; at < bytes.length; at++) {
    const walked = walker.walk(bytes.subarray(0, at + 1), at, (begin, end) =>
      data.push(bytes.subarray(begin, end)),
    );
    if (walked === 'bad') return undefined;
    if (walked === 'over') return [at + 1, Buffer.concat(data)];
  }
  return undefined;
};

const problemOfResponse = (bytes: Buffer): string | undefined => {
  const read = readResponse(bytes, 4096, () => 'x-own: 1\r\n');
  if (typeof read === 'string') return undefined;
  const body = bodyOf(bytes, read.bodyFrom, read.head.contentLength);
  if (!body) return undefined;
  const [end, data] = body;
  const { status, head, keepAlive } = read;
  const message = only(readByNode('response', bytes.subarray(0, end)));
  return difference(
    bytes,
    { status, body: data.toString('latin1'), head, keepAlive },
    message && {
      status: message.status,
      body: message.body.toString('latin1'),
      head: readResponseHead(message.headers, 'x-own: 1\r\n'),
      // A connection that could be used again need not be.
      keepAlive: message.keepAlive && keepAlive,
    },
  );
};

/** What the gateway says itself, on which some of a replica's headers depend. */
const OWN = ['', 'x-own: 1\r\n', 'x-tidegate-replica: r\r\nx-ratelimit-limit-requests: 1\r\n'];

/** Lengths as they are written, with as much of a body; the same one may be written in several ways. */
const OTHERS = [['12', 'twelve bytes'], ['012', 'twelve bytes'], ['00', ''], ['0', '']] as const; // prettier-ignore

/** The same head with another length, and as much of a body. */
const otherLength = (random: Random, bytes: Buffer): Buffer => {
  const [digits, body] = oneOf(random, OTHERS);
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(
        /(content-length: *)\d+\r\n([^]*\r\n\r\n)[^]*$/i,
        (_all, name: string, rest: string) => `${name}${digits}\r\n${rest}${body}`,
      ),
    'latin1',
  );
};

const plainly = (read: ReturnType<typeof readRequest>): Made =>
  typeof read === 'string' ? { read } : { ...read, head: { ...read.head, sameAs: undefined } };

const before = (reader: RequestReader, bytes: Buffer): object | undefined => {
  const read = reader.read(bytes);
  return typeof read === 'string' ? {} : read.head.sameAs;
};

describe('whatever the lane takes', () => {
  it('of requests, Node’s parser reads alike: line, headers, body and where it ends', () => {
    const random = randomsFrom(SEED);
    const problems: string[] = [];
    let taken = 0;
    for (let i = 0; i < CASES && problems.length < 5; i++) {
      const bytes = spoilt(random, request(random));
      const read = readRequest(bytes, LIMITS);
      if (typeof read === 'string') continue;
      taken++;
      const problem = problemOfRequest(bytes, read);
      if (problem !== undefined) problems.push(problem);
    }
    expect(problems).toEqual([]);
    expect(taken).toBeGreaterThan(CASES / 5);
  });

  it('of answers, Node’s parser reads alike: status, headers, body and where it ends', () => {
    const random = randomsFrom(SEED + 1);
    const problems: string[] = [];
    for (let i = 0; i < CASES && problems.length < 5; i++) {
      const problem = problemOfResponse(spoilt(random, response(random)));
      if (problem !== undefined) problems.push(problem);
    }
    expect(problems).toEqual([]);
  });

  it('of requests that come again on one connection, is what a reader finds that knows none of them', () => {
    const random = randomsFrom(SEED + 2);
    const problems: string[] = [];
    let again = 0;
    for (let i = 0; i < CASES / 10 && problems.length < 5; i++) {
      const reader = new RequestReader(LIMITS);
      const first = request(random);
      for (const bytes of [
        first,
        otherLength(random, first),
        spoilt(random, first),
        otherLength(random, first),
      ]) {
        const [known, fresh] = [reader.read(bytes), readRequest(bytes, LIMITS)];
        const problem = difference(bytes, plainly(fresh), plainly(known));
        if (problem !== undefined) problems.push(problem);
        if (typeof known !== 'string' && known.head.sameAs === before(reader, first)) again++;
      }
    }
    expect(problems).toEqual([]);
    expect(again).toBeGreaterThan(CASES / 20);
  });

  it('of answers that come again on one connection, is what a reader finds that knows none of them', () => {
    const random = randomsFrom(SEED + 3);
    const problems: string[] = [];
    const looked = jest.spyOn(HeadMemory.prototype, 'endIn');
    for (let i = 0; i < CASES / 10 && problems.length < 5; i++) {
      const reader = new ResponseReader(4096);
      const first = response(random);
      for (const bytes of [
        first,
        otherLength(random, first),
        spoilt(random, first),
        otherLength(random, first),
      ]) {
        const own = oneOf(random, OWN);
        const [known, fresh] = [reader.read(bytes, () => own), readResponse(bytes, 4096, () => own)];
        const problem = difference(bytes, { fresh }, { fresh: known });
        if (problem !== undefined) problems.push(problem);
      }
    }
    const again = looked.mock.results.filter(({ value }) => Number(value) > 0).length;
    looked.mockRestore();
    expect(problems).toEqual([]);
    expect(again).toBeGreaterThan(CASES / 30);
  });
});
