import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@tidegate/contracts';
import { refusalAnswer } from './answer.ts';
import { hasBody, holdAskedMs, isOurToken, readHead, saneRequestId } from './request-head.ts';
import { readResponseHead } from './response-head.ts';
import { readTraceparent, writeTraceparent } from './trace-context.ts';

describe('a request’s head', () => {
  it('is read, and handed on without what is not the replica’s business', () => {
    const head = readHead([
      ...['Host', 'me', 'Authorization', 'Bearer tg_x', 'authorization', 'Bearer other'],
      ...['Content-Type', 'application/json', 'Content-Length', '12', 'X-Request-Id', 'abc'],
      ...['Accept', '*/*', 'X-Forwarded-For', '1.2.3.4', 'Forwarded', 'for=1', 'x-tidegate-x', '1'],
      ...['Connection', 'keep-alive, X-Hop', 'x-hop', '1', 'TE', 'trailers', 'X-Scale-Up-Timeout', '5'],
    ]);
    expect(head).toMatchObject({
      authorization: 'Bearer tg_x',
      contentType: 'application/json',
      contentLength: 12,
      requestId: 'abc',
      scaleUpTimeout: '5',
      host: 'me',
      forwarded: { for: ['1.2.3.4'], proto: undefined, host: undefined, port: undefined },
      forward: 'Content-Type: application/json\r\nAccept: */*\r\n',
    });
    expect(hasBody(head)).toBe(true);
  });

  it.each([
    ['respond-async', true],
    ['wait=10, respond-async', true],
    ['respond-async; x=1', true],
    ['return=minimal', false],
    ['xrespond-async', false],
  ])('asks for an answer later: %s', (prefer, wanted) => {
    expect(readHead(['Prefer', prefer]).respondAsync).toBe(wanted);
  });

  it.each([
    ['0', 0],
    ['2.5', 2500],
    ['100000', 600_000],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('says how long it may be held: %j', (text, wanted) => {
    expect(holdAskedMs(readHead(['x-scale-up-timeout', text]), 600_000)).toBe(wanted);
  });

  it('keeps a request id only when it can do no harm', () => {
    expect(saneRequestId('req-1.a:b_c')).toBe('req-1.a:b_c');
    expect(saneRequestId('a b')).toBeUndefined();
    expect(saneRequestId('a'.repeat(129))).toBeUndefined();
    expect(saneRequestId('')).toBeUndefined();
  });

  it('tells our tokens from others', () => {
    expect(isOurToken('Bearer tg_abc')).toBe(true);
    expect(isOurToken('Bearer sk-abc')).toBe(false);
  });
});

it('a response’s head loses what is of its connection, and what only the gateway may say', () => {
  const raw = [
    'Content-Length',
    '5',
    'Connection',
    'close',
    'Keep-Alive',
    'timeout=5',
    'X-A',
    'é',
    'X-Request-Id',
    'no',
  ];
  const head = readResponseHead(
    raw.map((text) => Buffer.from(text, 'latin1')),
    'x-request-id: ours\r\n',
  );
  expect(head).toEqual({
    contentLength: 5,
    contentType: '',
    isFramed: false,
    isLimited: false,
    lines: 'x-request-id: ours\r\nContent-Length: 5\r\nX-A: é\r\n',
  });
});

describe('a trace context', () => {
  const TEXT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('is written as it was read', () => {
    expect(writeTraceparent(readTraceparent(TEXT)!)).toBe(TEXT);
  });

  it.each([
    undefined,
    '',
    'ff' + TEXT.slice(2),
    TEXT.replace('b7ad6b7169203331', '0'.repeat(16)),
    'x' + TEXT,
  ])('that is not valid is none: %j', (text) => {
    expect(readTraceparent(text)).toBeUndefined();
  });
});

describe('a refusal', () => {
  const headersOf = (headers: readonly string[]): Record<string, string> =>
    Object.fromEntries(headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]!]] : [])));

  it('on an inference path has OpenAI’s shape, and tells stock clients to wait when that helps', () => {
    const { status, headers, body } = refusalAnswer(new Refusal('endpoint.waking'), 'openai', 'req-1', 2345);
    expect(status).toBe(503);
    expect(headersOf(headers)).toMatchObject({
      'retry-after': '3',
      'retry-after-ms': '2345',
      'x-should-retry': 'true',
      'x-request-id': 'req-1',
      'content-length': String(Buffer.byteLength(body)),
    });
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'endpoint_waking', type: 'server_error' } });
  });

  it('elsewhere is a problem document', () => {
    const answer = refusalAnswer(new Refusal('service.unavailable', { service: 'api' }), 'problem', 'req-1');
    expect(headersOf(answer.headers)['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'service.unavailable', requestId: 'req-1' });
  });

  it('names the field it is about, and does not ask for another try when that is vain', () => {
    const body = (code: 'endpoint.not_found' | 'request.model_missing') =>
      JSON.parse(refusalAnswer(new Refusal(code), 'openai', '').body) as unknown;
    expect(body('endpoint.not_found')).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    expect(body('request.model_missing')).toMatchObject({ error: { param: 'model' } });
    const stopped = refusalAnswer(new Refusal('endpoint.stopped'), 'openai', '');
    expect(headersOf(stopped.headers)['x-should-retry']).toBe('false');
  });
});
