import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApi, testApi } from '../api.spec-helper.ts';

let api: TestApi;
let token: string;

beforeAll(async () => {
  api = await testApi();
  ({ token } = await api.newProject());
});
afterAll(async () => {
  await api.close();
});

/** Sends bytes as they are. @returns the head and the body of what comes back */
const sent = (text: string, url = api.app.url) =>
  new Promise<{ status: number; head: string; body: string }>((resolve, reject) => {
    let got = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (part) => {
      got += part.toString();
      const [head = '', body = ''] = got.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (!got.includes('\r\n\r\n') || Buffer.byteLength(body) < length) return;
      socket.destroy();
      resolve({ status: Number(head.slice(9, 12)), head: head.toLowerCase(), body });
    });
    socket.on('error', reject);
    socket.on('end', () => reject(new Error(`ended after ${got}`)));
  });

const request = (line: string, ...headers: string[]) =>
  sent([`${line} HTTP/1.1`, 'host: a', `authorization: Bearer ${token}`, ...headers, '', ''].join('\r\n'));

describe('bytes that are no request', () => {
  it.each([
    ['a greeting', 'hello\r\n\r\n', 'request.malformed'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nhost: a\r\n\r\n', 'request.malformed'],
    ['no host', 'GET /v1/me HTTP/1.1\r\n\r\n', 'request.malformed'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      'request.malformed',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      'request.headers_too_large',
    ],
  ])('%s is refused in the one shape', async (_, text, code) => {
    const { status, head, body } = await sent(text);
    expect(head).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ code, status, requestId: expect.stringMatching(/^req-/) });
  });
});

describe('a method', () => {
  it('that only asks is told what there is', async () => {
    const { status, head } = await request('OPTIONS /v1/endpoints');
    expect([status, /allow: (.*)/.exec(head)?.[1]]).toEqual([204, 'get, head, post, options']);
    expect((await request('OPTIONS /v1/moon')).status).toBe(404);
  });

  it.each(['PURGE', 'TRACE', 'QUERY', 'PROPFIND'])('%s is not allowed anywhere', async (method) => {
    const { status, head, body } = await request(`${method} /v1/endpoints`);
    expect(status).toBe(405);
    expect(JSON.parse(body)).toMatchObject({ code: 'route.method_not_allowed' });
    expect(head).toContain('allow: get, head, post, options');
  });

  it('HEAD says what GET would, without the body', async () => {
    const get = await request('GET /v1/me');
    expect(get.status).toBe(200);
    const answer = await fetch(`${api.app.url}/v1/me`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, Number(answer.headers.get('content-length'))]).toEqual([200, get.body.length]);
    const refused = await fetch(`${api.app.url}/v1/me`, { method: 'HEAD' });
    expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
  });

  it('with an expectation of its own is answered all the same', async () => {
    expect((await request('GET /v1/me', 'expect: moon')).status).toBe(200);
  });
});
