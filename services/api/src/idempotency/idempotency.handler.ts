import { createHmac } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { REFUSALS, Refusal, refuse } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import type { FastifyReply } from 'fastify';
import { type Observable, catchError, from, mergeMap, of } from 'rxjs';
import type { CallerRequest } from '../http/auth.guard.ts';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';
import { IdempotencyKeys, type KeyedRequest } from './idempotency.store.ts';

const SHOWN_ONCE = Symbol('shown once');
/** Fields of the answer that are not kept: a repetition has null in their place. */
export const ShownOnce = (...fields: readonly string[]): MethodDecorator => SetMetadata(SHOWN_ONCE, fields);

const KEY = /^[\x21-\x7e]{1,255}$/;

/** `Idempotency-Key` on POST: the same key and body have one effect and one answer for 24 hours. */
@Injectable()
export class Idempotency implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly reflector: Reflector,
    @Inject(API_SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<CallerRequest>();
    const keyed = keyedRequest(request, this.settings.secretKey);
    if (!keyed || !request.caller) return next.handle();
    const claim = await this.keys.claim(keyed);
    if ('answer' in claim) {
      void http.getResponse<FastifyReply>().header('idempotency-replayed', 'true');
      return of(claim.answer);
    }
    const { actor, requestId } = request.caller;
    request.caller = { ...request.caller, cause: causeOf({ commandId: claim.commandId, actor, requestId }) };
    const once = this.reflector.get<string[] | undefined>(SHOWN_ONCE, context.getHandler()) ?? [];
    return next.handle().pipe(
      mergeMap((answer: unknown) => from(this.#keep(keyed, answer, once))),
      catchError((error: unknown) => from(this.#release(keyed, error))),
    );
  }

  async #keep(keyed: KeyedRequest, answer: unknown, once: readonly string[]): Promise<unknown> {
    const hidden = Object.fromEntries(once.map((field) => [field, null]));
    await this.keys.answer(keyed, once.length > 0 ? { ...(answer as object), ...hidden } : answer);
    return answer;
  }

  async #release(keyed: KeyedRequest, error: unknown): Promise<never> {
    const hadNoEffect = error instanceof Refusal && REFUSALS[error.code].status < 500;
    // The key's row matters less than the answer: what stays behind is taken over after a minute.
    await (hadNoEffect ? this.keys.forget(keyed) : this.keys.abandon(keyed)).catch(() => undefined);
    throw error;
  }
}

/** A body may have secrets: nobody who reads the table can try out what was in it. */
const keyedRequest = (request: CallerRequest, secretKey: string): KeyedRequest | undefined => {
  const key = request.headers['idempotency-key'];
  if (request.method !== 'POST' || key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key))
    return refuse('request.invalid', { count: 1 }, [
      { pointer: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' },
    ]);
  return {
    owner: `${request.caller?.actor ?? ''} ${request.caller?.projectId ?? ''}`,
    key,
    route: `${request.method} ${request.url}`,
    bodySha256: createHmac('sha256', secretKey)
      .update(JSON.stringify(request.body ?? null))
      .digest('hex'),
  };
};
