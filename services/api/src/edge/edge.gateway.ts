import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleFiles } from '../console/console-files.store.ts';
import { serveConsole } from '../console/serve-console.gateway.ts';
import { ApiDocument } from '../docs/api-document.store.ts';
import { describeApi } from '../docs/describe-api.gateway.ts';
import { allowedMethods } from './allowed-methods.ts';
import { type DeprecationHeaders, deprecationsIn } from './deprecation.ts';
import { inProcess } from './in-process.gateway.ts';
import { mediaType } from './problems.filter.ts';
import { answerOnTheWire, requestIdOf } from './wire.gateway.ts';

/** What stands before every route: a request id in and out, a body of a kind the route reads, and what is the same for all. */
export const prepareEdge = (app: NestFastifyApplication): void => {
  const fastify = app.getHttpAdapter().getInstance();
  let isStopping = false;
  answerOnTheWire(app.getHttpServer(), () => isStopping);
  fastify.addHook('preClose', (done) => {
    isStopping = true;
    done();
  });
  describeApi(app);
  const { paths } = app.get(ApiDocument, { strict: false });
  const files = app.get(ConsoleFiles, { strict: false });
  const deprecations = deprecationsIn(paths);
  fastify.addHook('onRequest', (request, reply, next) => {
    identify(request, reply);
    const { method, url, routeOptions } = request;
    void reply.headers(deprecations.get(`${method} ${routeOptions.url ?? ''}`) ?? NOT_DEPRECATED);
    const allowed = method === 'OPTIONS' ? allowedMethods(paths, pathOf(url)) : [];
    if (allowed.length > 0) void reply.status(204).header('allow', allowed.join(', ')).send();
    else if (isForeign(request)) next(mediaType(request));
    else if (routeOptions.url !== undefined) next();
    else
      serveConsole(files, request, reply).then((isServed) => {
        if (!isServed) next();
      }, next);
  });
  const json = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/merge-patch+json', { parseAs: 'string' }, json);
  fastify.addContentTypeParser('application/yaml', { parseAs: 'string' }, (_, text, done) => {
    done(null, text);
  });
};

const NOT_DEPRECATED: Partial<DeprecationHeaders> = {};

const identify = (request: FastifyRequest, reply: FastifyReply): void => {
  request.id = requestIdOf(request.headers);
  void reply.header('x-request-id', request.id);
  inProcess.getStore()?.addEventListener('abort', () => reply.raw.destroy());
};

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;

const isForeign = (request: FastifyRequest): boolean => {
  const type = request.headers['content-type'];
  return type !== undefined && request.headers['content-length'] !== '0' && !isUnderstood(type, request);
};

/** JSON everywhere, a merge patch where something is patched, and YAML where manifests are applied. */
const isUnderstood = (type: string, { method, url }: Readonly<{ method: string; url: string }>): boolean => {
  const [kind = ''] = type.toLowerCase().split(';', 1);
  if (kind.trim() === 'application/merge-patch+json') return method === 'PATCH';
  if (kind.trim() === 'application/yaml') return pathOf(url) === '/v1/apply';
  return /^application\/(?:[\w.+-]+\+)?json\s*$/.test(kind);
};
