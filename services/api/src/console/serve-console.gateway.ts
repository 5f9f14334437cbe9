import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleFile, ConsoleFiles } from './console-files.store.ts';
import { type Encoding, encodingFor, isImmutable, meantBy, typeOf } from './console-paths.ts';
import { MISSING_PAGE, PAGE_HEADERS } from './page-headers.ts';

const INDEX = '/index.html';
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/**
 * Answers what no route does, when it is a file or a page of the console.
 * @returns false: it is neither
 */
export const serveConsole = async (
  files: ConsoleFiles,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> => {
  const { method, url, headers, routeOptions } = request;
  if (routeOptions.url !== undefined || !READS.has(method)) return false;
  const [path = '/'] = url.split('?', 1);
  switch (path === INDEX ? 'page' : meantBy(path, headers.accept)) {
    case undefined:
      return false;
    case 'file':
      return serveFile(files, { request, reply, path });
    case 'page':
      await servePage(files, { request, reply });
      return true;
  }
};

type Asked = Readonly<{ request: FastifyRequest; reply: FastifyReply }>;

const serveFile = async (
  files: ConsoleFiles,
  { request, reply, path }: Asked & Readonly<{ path: string }>,
): Promise<boolean> => {
  const encoding = encodingFor(path, request.headers['accept-encoding']);
  const file = await files.find(path, encoding);
  if (file) sendFile(request, reply, { path, encoding, file });
  return file !== undefined;
};

const servePage = async (files: ConsoleFiles, { request, reply }: Asked): Promise<void> => {
  const encoding = encodingFor(INDEX, request.headers['accept-encoding']);
  const file = await files.find(INDEX, encoding);
  void reply.headers(PAGE_HEADERS);
  if (file) send(request, reply, { encoding, file });
  else void reply.status(503).send(MISSING_PAGE);
};

type Sent = Readonly<{ encoding: Encoding; file: ConsoleFile }>;

const sendFile = (
  request: FastifyRequest,
  reply: FastifyReply,
  { path, ...sent }: Sent & Readonly<{ path: string }>,
): void => {
  void reply.headers({
    'content-type': typeOf(path),
    'cache-control': isImmutable(path) ? FOR_EVER : FOR_AN_HOUR,
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // An image of ours that is opened by itself is a document, too.
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox`,
  });
  send(request, reply, sent);
};

const send = ({ method, headers }: FastifyRequest, reply: FastifyReply, { encoding, file }: Sent): void => {
  void reply.headers({ etag: file.etag, vary: 'accept-encoding' });
  if (headers['if-none-match']?.includes(file.etag)) {
    void reply.status(304).send();
    return;
  }
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  void reply.header('content-length', file.bytes.byteLength);
  void reply.send(method === 'HEAD' ? undefined : file.bytes);
};
