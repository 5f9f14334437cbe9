import { describe, expect, it } from '@jest/globals';
import { http2HeadOf, readHttp2Head } from './http2-head.ts';
import { ResetBudget } from './reset-budget.ts';

describe('the head of a request by HTTP/2', () => {
  const read = (raw: string[], hasBody = false) =>
    readHttp2Head([':method', 'POST', ':path', '/x?y', ':scheme', 'http', ...raw], hasBody);

  it('is what it would be by HTTP/1.1', () => {
    const { method, url, head } = read([
      ':authority',
      'a.example:8080',
      'authorization',
      'Bearer t',
      'x-custom',
      'v',
    ]);
    expect({ method, url }).toEqual({ method: 'POST', url: '/x?y' });
    expect(head).toMatchObject({
      host: 'a.example:8080',
      authorization: 'Bearer t',
      forward: 'x-custom: v\r\n',
    });
  });

  it('names the host by its authority before its host field', () => {
    expect(read([':authority', 'a.example', 'host', 'b.example']).head.host).toBe('a.example');
    expect(read(['host', 'b.example']).head.host).toBe('b.example');
  });

  it('has its cookies in one line', () => {
    expect(read(['cookie', 'a=1', 'x', 'y', 'cookie', 'b=2']).head.forward).toBe(
      'x: y\r\ncookie: a=1; b=2\r\n',
    );
  });

  it('has a body of unknown length when more follows and none is told', () => {
    expect([read([], true).head.chunked, read([], false).head.chunked]).toEqual([true, false]);
    expect(read(['content-length', '3'], true).head).toMatchObject({ chunked: false, contentLength: 3 });
  });

  it('has no path when it is a CONNECT', () => {
    expect(readHttp2Head([':method', 'CONNECT', ':authority', 'a:1'], true).url).toBeUndefined();
  });

  it('counts what it holds', () => {
    expect(readHttp2Head(['ab', 'cde'], false).bytes).toBe(37);
  });
});

describe('the head of an answer by HTTP/2', () => {
  it('has lower-case names, and none that belongs to a connection', () => {
    expect(
      http2HeadOf(200, ['Content-Type', 'a/B', 'Connection', 'close', 'TE', 'x', 'Keep-Alive', '1']),
    ).toEqual([':status', '200', 'content-type', 'a/B']);
  });
});

describe('streams that end early', () => {
  it('may be so many at once, and then so many a second', () => {
    const budget = new ResetBudget(3, 2, 0);
    expect([0, 0, 0, 0].map((at) => budget.take(at))).toEqual([true, true, true, false]);
    expect([1000, 1000].map((at) => budget.take(at))).toEqual([true, false]);
    expect([60_000, 60_000, 60_000, 60_000].map((at) => budget.take(at))).toEqual([true, true, true, false]);
  });
});
