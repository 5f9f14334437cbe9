import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiCookieAuth, ApiHeader } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import type { FastifyRequest } from 'fastify';
import { isOfConsole, sessionIn } from '../sessions/session-cookie.ts';
import { type Caller, type Need, mustMeet } from './caller.ts';
import { Callers } from './callers.handler.ts';

const NEED = Symbol('need');
export type CallerRequest = FastifyRequest & { caller?: Caller };

/** What a route needs of its caller. A route under /v1 that does not say so is closed. */
export const Needs = (need: Need): ClassDecorator & MethodDecorator =>
  need === 'nobody'
    ? SetMetadata(NEED, need)
    : applyDecorators(
        SetMetadata(NEED, need),
        ApiBearerAuth(),
        ApiCookieAuth(),
        ApiHeader({
          name: 'X-Tidegate-Project',
          required: false,
          description: 'For the operator’s token: the project to act in',
        }),
      );

/** Who calls, as the guard found it. */
export const WhoCalls = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Error('the route has a caller only when it needs one');
  return caller;
});

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (need === undefined) return !request.url.startsWith('/v1/');
    if (need === 'nobody') return true;
    const { authorization } = request.headers;
    const session = authorization === undefined ? sessionIn(request.headers) : undefined;
    if (session !== undefined && !isOfConsole(request.method, request.headers))
      refuse('session.header_missing');
    const caller = await this.callers.from({
      authorization,
      session,
      project: request.headers['x-tidegate-project'],
      requestId: request.id,
    });
    mustMeet(caller, need);
    request.caller = caller;
    return true;
  }
}
