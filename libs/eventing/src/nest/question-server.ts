import { type Msg, headers } from '@nats-io/transport-node';
import { Logger } from '@nestjs/common';
import { type Question, Refusal } from '@tidegate/contracts';
import type { z } from 'zod';
import type { Nats } from './nats.ts';
import { atMost } from './time-limit.ts';
import { SpanKind, contextFromHeaders, inSpan } from './tracing.ts';

/** The header that says that an answer is a refusal, and which one. */
export const REFUSED = 'tidegate-refusal';
/** The code of whatever was not meant to be told. */
export const INTERNAL = 'internal';

type AnyQuestion = Question<string, z.ZodType, z.ZodType>;

/** Asked at once at most; whoever comes on top is told to come back. */
const AT_ONCE = 256;
const STOP_LIMIT_MS = 3000;

/** Questions are named `<service>.<what>`. */
export const serviceOf = ({ name }: AnyQuestion): string => name.slice(0, name.indexOf('.'));

/** Answers one kind of question for as long as the service runs. Processes of one service share the questions. */
export class QuestionServer {
  readonly #log: Logger;
  readonly #answering = new Set<Promise<void>>();
  #unsubscribe: (() => void) | undefined;

  constructor(
    private readonly nats: Nats,
    private readonly question: AnyQuestion,
    private readonly handler: (ask: unknown) => Promise<unknown>,
  ) {
    this.#log = new Logger(question.name);
  }

  start(service: string): void {
    this.#unsubscribe = this.nats.subscribe(
      this.question.name,
      (message) => {
        const answering = this.#respond(message).finally(() => this.#answering.delete(answering));
        this.#answering.add(answering);
      },
      service,
    );
  }

  /** What was asked before is still answered, as long as somebody may be waiting for it. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    await atMost(STOP_LIMIT_MS, Promise.all(this.#answering));
  }

  async #respond(message: Msg): Promise<void> {
    try {
      if (this.#answering.size >= AT_ONCE)
        throw new Refusal('service.unavailable', { service: serviceOf(this.question) });
      message.respond(JSON.stringify(await this.#answer(message)));
    } catch (error) {
      this.#refuse(message, error);
    }
  }

  #answer(message: Msg): Promise<unknown> {
    const { name, ask, answer } = this.question;
    return inSpan(
      {
        name: `answer ${name}`,
        kind: SpanKind.SERVER,
        parent: contextFromHeaders(message.headers),
        attributes: {},
      },
      async () => answer.parse(await this.handler(ask.parse(message.json()))),
    );
  }

  #refuse(message: Msg, error: unknown): void {
    const refused = headers();
    const isRefusal = error instanceof Refusal;
    refused.set(REFUSED, isRefusal ? error.code : INTERNAL);
    if (!isRefusal)
      this.#log.error(
        { event: 'question.failed', error: error instanceof Error ? error.stack : String(error) },
        `${this.question.name} failed`,
      );
    const body = isRefusal ? { params: error.params, problems: error.problems } : {};
    try {
      message.respond(JSON.stringify(body), { headers: refused });
    } catch (failure) {
      this.#log.warn(`nobody hears the answer: ${String(failure)}`);
    }
  }
}
