import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tidegate/backing-services';
import { type Native, compile, measure } from './native.ts';
import { untilListening } from './pinned.ts';

let home: string;
let native: Native;
let upstream: ReturnType<typeof spawn>;
let upstreamPort: number;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tidegate-bench-'));
  native = await compile(home);
  upstreamPort = await freePort();
  upstream = spawn(native.upstream, [String(upstreamPort)], { stdio: 'inherit' });
  await untilListening(upstreamPort);
});
afterAll(async () => {
  upstream.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

const SHORT = { seconds: 0.3, warm: 0.1, ramp: 0.1, connections: 4, every: 0.01, rate: 50 };
const load = (mode: 'closed' | 'open' | 'streams', port: number) =>
  measure(native.load, mode, { port, ...SHORT }, false);

/** Between the generator and the real upstream: everything is handed on, what comes back through `spoil`. */
const between = async (spoil: (answer: string, n: number) => string | undefined): Promise<Server> => {
  const server = createServer((caller) => {
    caller.on('error', () => undefined);
    caller.on('data', (bytes) => {
      const body = bytes.toString();
      const nonce = /"user":"(\w+)"/.exec(body)?.[1] ?? '';
      const chunks = Number(/"max_tokens":(\d+)/.exec(body)?.[1]);
      const whole = body.includes('"stream":true') ? stream(nonce, chunks) : answer(nonce);
      const said = spoil(whole, ++n);
      if (said === undefined) caller.destroy();
      else caller.write(said);
    });
  });
  let n = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};
const answer = (nonce: string): string => {
  const body = `{"nonce":"${nonce}"}`.padEnd(500);
  return `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${body}`;
};
const event = (nonce: string, number: number): string =>
  `data: {"id":"chatcmpl-${nonce}","content":"${String(number).padStart(8, '0')} ${'0'.repeat(19)}"}\n\n`;
const chunked = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
/** All of it at once: this is about what is said, not about when. */
const stream = (nonce: string, chunks: number): string =>
  [
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
    ...Array.from({ length: chunks }, (_, number) => chunked(event(nonce, number))),
    `${chunked('data: [DONE]\n\n')}0\r\n\r\n`,
  ].join('');

describe('the load generator before an upstream that answers well', () => {
  it('finds nothing bad, and counts', async () => {
    const closed = await load('closed', upstreamPort);
    expect(closed.bad).toBe(0);
    expect(closed.answers).toBeGreaterThan(100);
    expect(await load('open', upstreamPort)).toMatchObject({ bad: 0 });
    const streams = await load('streams', upstreamPort);
    expect(streams.bad).toBe(0);
    expect(streams.chunks).toBeGreaterThan(50);
  });
});

describe('the load generator before a proxy that spoils one answer', () => {
  it.each<[string, 'closed' | 'streams', (answer: string) => string | undefined]>([
    ['gives it another nonce', 'closed', (whole) => whole.replace(/"nonce":"\w{4}/, '"nonce":"zzzz')],
    [
      'cuts it short',
      'closed',
      (whole) => whole.replace('content-length: 500', 'content-length: 499').slice(0, -1),
    ],
    ['adds to it', 'closed', (whole) => `${whole}x`],
    ['answers 502', 'closed', (whole) => whole.replace('200 OK', '502 Bad Gateway')],
    ['hangs up instead', 'closed', () => undefined],
    ['mangles its first line', 'closed', (whole) => whole.replace('HTTP/1.1 200', 'HTTP/1.1 OK')],
    [
      'leaves a chunk out',
      'streams',
      (whole) => whole.replace(/[\da-f]+\r\ndata: \{[^\n]*00000003 [^\n]*\n\n\r\n/, ''),
    ],
    [
      'changes the stream of a chunk',
      'streams',
      (whole) => whole.replace(/chatcmpl-\w{4}(?=\w+","content":"00000003)/, 'chatcmpl-zzzz'),
    ],
    ['leaves out the end', 'streams', (whole) => whole.replace('e\r\ndata: [DONE]\n\n\r\n', '')],
  ])('%s: one is bad', async (_how, mode, spoil) => {
    const server = await between((whole, n) => (n === 3 ? spoil(whole) : whole));
    const run = await load(mode, (server.address() as AddressInfo).port);
    server.close();
    expect(run.bad).toBe(1);
  });

  it('never answers: one is bad', async () => {
    const server = await between((whole, n) => (n === 3 ? '' : whole));
    const run = await load('open', (server.address() as AddressInfo).port);
    server.close();
    expect(run.bad).toBe(1);
  }, 30_000);
});
