import { NoRespondersError, RequestError, TimeoutError, headers } from '@nats-io/transport-node';
import { Injectable, Logger } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type Question,
  REFUSALS,
  Refusal,
  type RefusalCode,
} from '@tidegate/contracts';
import type { z } from 'zod';
import { Nats } from './nats.ts';
import { INTERNAL, REFUSED, serviceOf } from './question-server.ts';
import { activeTraceparent } from './tracing.ts';

type Refused = Readonly<{ params?: Refusal['params']; problems?: Refusal['problems'] }>;

/** Asks other services over NATS request/reply. Whoever answers is one of that service's processes. */
@Injectable()
export class Asker {
  readonly #log = new Logger(Asker.name);

  constructor(private readonly nats: Nats) {}

  /** @throws Refusal as the other service refused; `service.unavailable` when nobody answered in time */
  async ask<Q extends Question<string, z.ZodType, z.ZodType>>(
    question: Q,
    ask: AskOf<Q>,
    { timeoutMs = 2000 } = {},
  ): Promise<AnswerOf<Q>> {
    const service = serviceOf(question);
    const body = JSON.stringify(question.ask.parse(ask));
    const unavailable = new Refusal('service.unavailable', { service });
    if (!this.nats.connected) throw unavailable;
    const sent = headers();
    const traceparent = activeTraceparent();
    if (traceparent) sent.set('traceparent', traceparent);
    const asked = this.nats.connection.request(question.name, body, { timeout: timeoutMs, headers: sent });
    const reply = await this.nats.unlessLost(asked).catch((error: unknown) => {
      if (!isSilence(error) && this.nats.connected)
        this.#log.warn(`${question.name} could not be asked: ${String(error)}`);
      throw unavailable;
    });
    const code = reply.headers?.get(REFUSED);
    if (code) throw refusalOf(code, reply.json<Refused>(), question.name);
    return question.answer.parse(reply.json()) as AnswerOf<Q>;
  }
}

/** Nobody is there, or nobody answered in time. */
const isSilence = (error: unknown): boolean =>
  error instanceof TimeoutError || error instanceof NoRespondersError || error instanceof RequestError;

/** A code that is not known here, e.g. of a newer release, is no refusal that anybody could be told. */
const refusalOf = (code: string, { params, problems }: Refused, name: string): Error =>
  code !== INTERNAL && Object.hasOwn(REFUSALS, code)
    ? new Refusal(code as RefusalCode, params, problems)
    : new Error(`${name} failed: the service that was asked says ${code}`);
