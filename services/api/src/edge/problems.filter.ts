import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { REFUSALS, Refusal, problemOf } from '@tidegate/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiDocument } from '../docs/api-document.store.ts';
import { cookieGone } from '../sessions/session-cookie.ts';
import { allowedMethods } from './allowed-methods.ts';
import { refusalOf } from './refusal-of.handler.ts';

/** Everything that goes wrong, as problem details. */
@Injectable()
@Catch()
export class Problems implements ExceptionFilter {
  constructor(private readonly document: ApiDocument) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const doing = `${request.method} ${request.routeOptions.url ?? 'an unknown route'}`;
    // What Fastify refused reaches us wrapped by the adapter.
    const error = thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown;
    const refusal = this.#known(error, request) ?? refusalOf(error, { requestId: request.id, doing });
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { status } = REFUSALS[refusal.code];
    const challenge = status === 401 && { 'www-authenticate': 'Bearer realm="tidegate"' };
    const isOver = refusal.code === 'session.ended';
    const cookie = isOver && { 'set-cookie': cookieGone(request.headers) };
    const allowed = status === 405 && { allow: String(refusal.params['allowed']) };
    void reply
      .status(status)
      .headers({
        'content-type': 'application/problem+json',
        'x-request-id': request.id,
        ...challenge,
        ...cookie,
        ...allowed,
      })
      .send(Buffer.from(JSON.stringify(problemOf(refusal, request.id))));
  }

  /** What the router and the parsers refused. */
  #known(error: unknown, request: FastifyRequest): Refusal | undefined {
    if (error instanceof Refusal) return undefined;
    const status = statusOf(error);
    // To a path that does not exist, or a method that it does not take, nothing that was sent matters.
    const hasRoute = request.routeOptions.url !== undefined;
    if (status !== undefined && (status === 404 || (status < 500 && !hasRoute)))
      return this.#noRoute(request);
    if (!(error instanceof HttpException)) return refusedByFastify(error, request);
    if (status === 415) return mediaType(request);
    return status === 400 ? badJson('it is not understandable') : undefined;
  }

  #noRoute({ method, url }: FastifyRequest): Refusal {
    const path = url.split('?', 1)[0] ?? url;
    const allowed = allowedMethods(this.document.paths, path);
    const shown = path.slice(0, 200);
    return allowed.length > 0
      ? new Refusal('route.method_not_allowed', { method, path: shown, allowed: allowed.join(', ') })
      : new Refusal('route.not_found', { method, path: shown });
  }
}

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error ? (error as { statusCode?: number }).statusCode : undefined;
};

const badJson = (problem: string): Refusal =>
  new Refusal('request.bad_json', { problem: problem.slice(0, 200) });

/** What Fastify refused before any route saw it; undefined: it was not Fastify, or it is a bug. */
const refusedByFastify = (error: unknown, request: FastifyRequest): Refusal | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode, message } = error as { code?: unknown; statusCode?: unknown; message: string };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('request.too_large', { limitBytes: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return mediaType(request);
    default: {
      // Fastify's JSON parser marks what the client did wrong, e.g. keys that poison prototypes.
      const isParsing = typeof code === 'string' && code.startsWith('FST_ERR_CTP_');
      return isParsing || statusCode === 400 ? badJson(message) : undefined;
    }
  }
};

export const mediaType = ({ headers }: FastifyRequest): Refusal =>
  new Refusal('request.unsupported_media_type', {
    contentType: (headers['content-type'] ?? 'none').slice(0, 100),
  });
