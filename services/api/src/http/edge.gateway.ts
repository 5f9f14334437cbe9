import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import { Refusal, idFrom, problemOf } from '@tidegate/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeApi } from '../docs/describe-api.gateway.ts';
import { mediaType } from './problems.filter.ts';

/** A caller's own request id is taken over when it can stand in any log and header. */
const REQUEST_ID = /^[\w.:-]{8,100}$/;

/** What stands before every route: a request id in and out, paths that can be read, and JSON as the only kind of body. */
export const prepareEdge = (app: NestFastifyApplication): void => {
  const fastify = app.getHttpAdapter().getInstance();
  refuseUnreadablePaths(app.getHttpServer());
  fastify.addHook('onRequest', (request, reply, next) => {
    request.id = requestIdOf(request.headers);
    void reply.header('x-request-id', request.id);
    const type = request.headers['content-type'];
    const isForeign = type !== undefined && !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);
    if (isForeign && request.headers['content-length'] !== '0') next(mediaType(request));
    else next();
  });
  describeApi(app);
};

const requestIdOf = ({ 'x-request-id': given }: IncomingHttpHeaders): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : idFrom('request', randomBytes(6));

/** The router answers these by itself, in a shape of its own and before any hook: they are taken out before it sees them. */
const refuseUnreadablePaths = (server: Server): void => {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (isReadable(path)) for (const listener of listeners) listener(request, response);
    else {
      const requestId = requestIdOf(request.headers);
      const refusal = new Refusal('route.not_found', {
        method: request.method ?? '',
        path: path.slice(0, 200),
      });
      const problem = problemOf(refusal, requestId);
      const headers = {
        'content-type': 'application/problem+json',
        'x-request-id': requestId,
        connection: 'close',
      };
      response.writeHead(problem.status, headers).end(JSON.stringify(problem));
    }
  });
};

const LONGEST_PART = 100;

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
