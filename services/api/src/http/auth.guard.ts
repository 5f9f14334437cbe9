import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  applyDecorators,
  createParamDecorator,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiHeader } from '@nestjs/swagger';
import { ProjectId, refuse } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import type { FastifyRequest } from 'fastify';
import { ProjectList } from '../projects/project-list.store.ts';
import { TokenList } from '../tokens/token-list.store.ts';
import { type Caller, type Need, mustMeet } from './caller.ts';
import { API_SETTINGS, type ApiSettings } from './settings.ts';

const NEED = Symbol('need');
export type CallerRequest = FastifyRequest & { caller?: Caller };

/** What a route needs of its caller. A route under /v1 that does not say so is closed. */
export const Needs = (need: Need): ClassDecorator & MethodDecorator =>
  need === 'nobody'
    ? SetMetadata(NEED, need)
    : applyDecorators(
        SetMetadata(NEED, need),
        ApiBearerAuth(),
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

type Known = Pick<Caller, 'kind' | 'actor' | 'projectId' | 'scopes' | 'expiresAt'>;

@Injectable()
export class AuthGuard implements CanActivate {
  readonly #operator: Buffer;

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenList,
    private readonly projects: ProjectList,
    @Inject(API_SETTINGS) settings: ApiSettings,
  ) {
    this.#operator = sha256(settings.operatorToken);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const need = this.reflector.getAllAndOverride<Need | undefined>(NEED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (need === undefined) return !request.url.startsWith('/v1/');
    if (need === 'nobody') return true;
    const known = await this.#known(request);
    const requestId = request.id;
    const caller = {
      ...known,
      requestId,
      cause: causeOf({ commandId: randomUUID(), actor: known.actor, requestId }),
    };
    mustMeet(caller, need);
    request.caller = caller;
    return true;
  }

  async #known(request: FastifyRequest): Promise<Known> {
    const { authorization } = request.headers;
    if (!authorization) return refuse('token.missing');
    const [, text] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (!text) return refuse('token.invalid');
    // Both sides are hashed first, so that the comparison takes the same time whatever was sent.
    const isOperator = timingSafeEqual(sha256(text), this.#operator);
    return isOperator ? this.#operatorIn(request.headers['x-tidegate-project']) : this.#holderOf(text);
  }

  async #operatorIn(chosen: string | string[] | undefined): Promise<Known> {
    const operator = {
      kind: 'operator',
      actor: 'operator',
      scopes: ['read', 'write', 'invoke'],
      expiresAt: null,
    } as const;
    if (chosen === undefined || chosen === '') return { ...operator, projectId: null };
    const projectId = ProjectId.safeParse(chosen).data;
    if (!projectId || !(await this.projects.find(projectId)))
      return refuse('project.not_found', { projectId: String(chosen).slice(0, 100) });
    return { ...operator, projectId };
  }

  async #holderOf(text: string): Promise<Known> {
    const token = (await this.tokens.opening(text)) ?? refuse('token.invalid');
    const { id, projectId, scopes, expiresAt } = token;
    return { kind: 'token', actor: id, projectId, scopes, expiresAt };
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
