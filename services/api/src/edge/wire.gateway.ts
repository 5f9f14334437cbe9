import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Refusal, idFrom, problemOf } from '@tidegate/contracts';
import { isRequestId } from './request-id.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const LONGEST_PART = 100;
const HEADERS_LIMIT_BYTES = 16 * 1024;

export const requestIdOf = ({ 'x-request-id': given }: IncomingHttpHeaders): string =>
  typeof given === 'string' && isRequestId(given) ? given : newRequestId();

const newRequestId = (): string => idFrom('request', randomBytes(6));

/**
 * What Node and the router would answer by themselves, each in a shape of its own and before any hook, is answered here: bytes
 * that are no request, paths that cannot be read, and requests that come while the service stops.
 * @param isStopping asked at each request
 */
export const answerOnTheWire = (server: Server, isStopping: () => boolean): void => {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refusal = refusalAtOnce(request, isStopping());
    if (refusal) refuseOnTheWire(refusal, request, response);
    else for (const listener of listeners) listener(request, response);
  });
  // Expectations other than 100-continue may be passed over.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
  // Node would answer a request without a host with nothing at all.
  Object.assign(server, { requireHostHeader: false });
  server.removeAllListeners('clientError');
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end(rawAnswer(refusalOfClient(error.code)));
  });
};

const refusalAtOnce = (
  { url = '/', method = '', headers, httpVersion }: IncomingMessage,
  isStopping: boolean,
) => {
  if (isStopping) return new Refusal('service.unavailable', { service: 'api' });
  if (headers.host === undefined && httpVersion === '1.1') return new Refusal('request.malformed');
  const [path = '/'] = url.split('?', 1);
  return isReadable(path) ? undefined : new Refusal('route.not_found', { method, path: path.slice(0, 200) });
};

/** It decodes, and none of its parts is longer than any id. */
const isReadable = (path: string): boolean => {
  try {
    return decodeURIComponent(path)
      .split('/')
      .every((part) => part.length <= LONGEST_PART);
  } catch {
    return false;
  }
};

const refuseOnTheWire = (refusal: Refusal, { headers }: IncomingMessage, response: ServerResponse): void => {
  const requestId = requestIdOf(headers);
  const problem = problemOf(refusal, requestId);
  const text = JSON.stringify(problem);
  response
    .writeHead(problem.status, {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(text),
      'x-request-id': requestId,
      // Else what is still to come of the body is read away: who hangs up on it may take the answer along.
      ...(refusal.code !== 'route.not_found' && { connection: 'close' }),
    })
    .end(text);
};

const refusalOfClient = (code: string | undefined): Refusal => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal('request.headers_too_large', { limitBytes: HEADERS_LIMIT_BYTES });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal('request.timeout');
    default:
      return new Refusal('request.malformed');
  }
};

const rawAnswer = (refusal: Refusal): string => {
  const requestId = newRequestId();
  const problem = problemOf(refusal, requestId);
  const text = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${String(problem.status)} Refused`,
    'content-type: application/problem+json',
    `content-length: ${String(Buffer.byteLength(text))}`,
    `x-request-id: ${requestId}`,
    'connection: close',
    '',
    text,
  ].join('\r\n');
};
