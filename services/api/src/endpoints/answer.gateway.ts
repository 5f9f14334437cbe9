import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CallerRequest } from '../http/auth.guard.ts';
import type { Caller } from '../http/caller.ts';
import { etagOf } from './if-match.ts';

/** Who asks, what they have seen, and whom to tell the version of what they get. */
export type Exchange = Readonly<{ caller: Caller; ifMatch: string | undefined; reply: FastifyReply }>;

export const InExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  const { caller, headers } = http.getRequest<CallerRequest>();
  if (!caller) throw new Error('the route has a caller only when it needs one');
  return { caller, ifMatch: headers['if-match'], reply: http.getResponse<FastifyReply>() };
});

/** An answer that names the version of the configuration it shows. */
export const withEtag = <View extends Readonly<{ revision: number }>>(
  reply: FastifyReply,
  view: View,
): View => {
  void reply.header('etag', etagOf(view));
  return view;
};

/** Aborted when whoever asked has hung up, and when they were answered. */
export const goneOf = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    gone.abort();
  });
  return gone.signal;
};
