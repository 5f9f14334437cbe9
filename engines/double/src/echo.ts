import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from './http.ts';

/** Shows a caller what of its request arrived here. `?status=418` sets the answer's status. */
export const echo = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
  const url = new URL(request.url ?? '/', 'http://engine');
  const status = Number(url.searchParams.get('status') ?? 200);
  const query = Object.fromEntries(
    [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)]),
  );
  sendJson(response, status >= 200 && status <= 599 ? status : 400, {
    method: request.method,
    path: url.pathname,
    query,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body: body.toString('utf8'),
    bodyBytes: body.length,
  });
};
