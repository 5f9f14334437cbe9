import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import { REFUSALS, Refusal, problemOf } from '@tidegate/contracts';
import { isConnectionError } from '@tidegate/eventing/nest';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiDocument } from '../docs/api-document.store.ts';
import { allowedMethods } from './allowed-methods.ts';

/** Everything that goes wrong, as problem details. What is not a refusal is a bug: logged once, here, and answered with nothing of its inside. */
@Injectable()
@Catch()
export class Problems implements ExceptionFilter {
  readonly #log = new Logger('problems');

  constructor(private readonly document: ApiDocument) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const refusal = this.#refusalOf(error, request);
    const { status } = REFUSALS[refusal.code];
    if (refusal.code === 'internal')
      this.#log.error(
        {
          event: 'request.failed',
          requestId: request.id,
          error: error instanceof Error ? error.stack : String(error),
        },
        `${request.method} ${request.routeOptions.url ?? 'an unknown route'} failed`,
      );
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const challenge = status === 401 && { 'www-authenticate': 'Bearer realm="tidegate"' };
    const allowed = status === 405 && { allow: String(refusal.params['allowed']) };
    void reply
      .status(status)
      .headers({
        'content-type': 'application/problem+json',
        'x-request-id': request.id,
        ...challenge,
        ...allowed,
      })
      .send(Buffer.from(JSON.stringify(problemOf(refusal, request.id))));
  }

  #refusalOf(thrown: unknown, request: FastifyRequest): Refusal {
    // What Fastify refused reaches us wrapped by the adapter.
    const error = thrown instanceof HttpException ? (thrown.cause ?? thrown) : thrown;
    if (error instanceof Refusal) return error;
    if (isConnectionError(error)) return new Refusal('service.unavailable', { service: 'database' });
    const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
    if (error instanceof HttpException) return this.#routed(error.getStatus(), request) ?? bug(request);
    if (typeof code === 'string' && code.startsWith('FST_ERR_'))
      return refusalOfEdge(code, error as Error, request);
    // Fastify's JSON parser marks what the client did wrong, e.g. keys that poison prototypes.
    if (statusCode === 400) return badJson(error as Error);
    return bug(request);
  }

  /** The router's own exceptions. */
  #routed(status: number, request: FastifyRequest): Refusal | undefined {
    if (status === 404) return this.#noRoute(request);
    if (status === 400) return new Refusal('request.bad_json', { problem: 'it is not understandable' });
    return undefined;
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

const bug = ({ id }: FastifyRequest): Refusal => new Refusal('internal', { requestId: id });
const badJson = ({ message }: Error): Refusal =>
  new Refusal('request.bad_json', { problem: message.slice(0, 200) });

/** What Fastify refused before any route saw it. */
const refusalOfEdge = (code: string, error: Error, request: FastifyRequest): Refusal => {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('request.too_large', { limitBytes: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return mediaType(request);
    default:
      return code.startsWith('FST_ERR_CTP_') ? badJson(error) : bug(request);
  }
};

export const mediaType = ({ headers }: FastifyRequest): Refusal =>
  new Refusal('request.unsupported_media_type', {
    contentType: (headers['content-type'] ?? 'none').slice(0, 100),
  });
