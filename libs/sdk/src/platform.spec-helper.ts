import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Heard = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}>;
export type Reply = Readonly<{ status?: number; headers?: Record<string, string>; body?: unknown }>;
/** What is answered to the nth request; a function has the connection to itself. */
type Answer = Reply | ((response: ServerResponse) => void);

export type FakePlatform = Readonly<{ url: string; heard: Heard[]; close: () => Promise<void> }>;

/** A platform of a few answers, on a real port: what a fake `fetch` would not show (broken connections) happens here. */
export const fakePlatform = async (answer: (heard: Heard, nth: number) => Answer): Promise<FakePlatform> => {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://fake');
      const asked = { method: request.method ?? '', path, query, headers: request.headers, body };
      heard.push(asked);
      reply(response, answer(asked, heard.length));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, close };
};

const reply = (response: ServerResponse, answer: Answer): void => {
  if (typeof answer === 'function') return answer(response);
  const { status = 200, headers, body } = answer;
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
};

/** Writes pieces of a stream as they are, then leaves it open or breaks it. */
export const streamed =
  (pieces: readonly string[], then: 'open' | 'end' | 'break' = 'open') =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    for (const piece of pieces) response.write(piece);
    if (then === 'end') response.end();
    if (then === 'break') setTimeout(() => response.destroy(), 20);
  };

export const eventText = (event: string, data: unknown, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { type: `/docs/errors/${code}`, title: `Title of ${code}`, status, code, detail: 'Detail', ...more },
});

export const collected = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
