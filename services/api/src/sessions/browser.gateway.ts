import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieGone, cookieOf, isOfConsole, sessionIn } from './session-cookie.ts';

/** A browser at a route that must work without a session, too. */
export type Browser = Readonly<{
  requestId: string;
  /** Of the session that it shows. */
  secret: string | undefined;
  keep: (secret: string) => void;
  forget: () => void;
}>;

const browserOf = (request: FastifyRequest, reply: FastifyReply): Browser => {
  const { id, method, headers } = request;
  if (!isOfConsole(method, headers)) refuse('session.header_missing');
  return {
    requestId: id,
    secret: sessionIn(headers),
    keep: (secret) => void reply.header('set-cookie', cookieOf(secret, headers)),
    forget: () => void reply.header('set-cookie', cookieGone(headers)),
  };
};

/** @throws Refusal session.header_missing: even who only signs in must do so from the console, or another site could do it for them */
export const InBrowser = createParamDecorator((_: unknown, context: ExecutionContext): Browser => {
  const http = context.switchToHttp();
  return browserOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});
