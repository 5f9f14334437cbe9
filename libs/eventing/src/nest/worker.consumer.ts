import { AckPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { Logger } from '@nestjs/common';
import { type Channel, STREAM_SUBJECTS } from '@tidegate/contracts';
import { sql } from '../sql.ts';
import { type Signal, signalFromMessage } from './cloud-event.ts';
import type { Db, Tx } from './db.ts';
import { DeadLetters } from './dead-letters.store.ts';
import { countNoWork, countWorked } from './gauges.ts';
import { LoopPause } from './loop-pause.ts';
import type { Nats } from './nats.ts';
import { differences, durableName } from './streams.ts';
import { atMost } from './time-limit.ts';
import { SpanKind, contextFromHeaders, inSpan } from './tracing.ts';
import { Poison, messageOf } from './transient.ts';

export type WorkerSettings = Readonly<{
  /** Messages worked on at once by one process. */
  concurrency: number;
  /** Without a sign of life for so long the message is given to somebody else; signs are sent while the handler runs. */
  ackWaitSeconds: number;
  maxDeliver: number;
  /** Wait before the 2nd, 3rd, … delivery; the last one repeats. */
  backoffSeconds: readonly number[];
}>;

/** What a handler may ask about the delivery it works on. */
export type Work = Readonly<{
  attempt: number;
  lastAttempt: boolean;
  messageId: string;
  /** Runs the effect in one transaction with an inbox row: false = an earlier delivery did it. */
  once: (run: (tx: Tx) => Promise<void>) => Promise<boolean>;
}>;

export type WorkHandler = (signal: Signal, work: Work) => Promise<unknown>;
export type WorkerOptions = Readonly<{
  name: string;
  channel: Exclude<Channel, 'LOG'>;
  handlers: ReadonlyMap<string, WorkHandler>;
  settings: WorkerSettings;
}>;

/** What could not be finished yet is offered again after so long. */
const RETRY_BURIAL_MS = 5000;
/** Delivered and not yet acknowledged, waiting for another try included. */
const MOST_PENDING = 10_000;
/** The server says that it is still there twice in this time: a silent one is noticed within it. */
const PULL_MS = 5000;

/** A durable pull consumer of a work queue: at least once, in any order, several at once. Its handler is idempotent by the inbox. */
export class WorkQueueConsumer {
  readonly #log: Logger;
  readonly #pause = new LoopPause();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #deadLetters: DeadLetters;
  #messages: ConsumerMessages | undefined;
  /** The durable consumer must be made sure of again. */
  #renew = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly nats: Nats,
    private readonly db: Db | undefined,
    private readonly options: WorkerOptions,
  ) {
    this.#log = new Logger(options.name);
    this.#deadLetters = new DeadLetters(nats, db, options.name);
  }

  start(): void {
    countNoWork(this.options.name);
    this.#running = this.#run();
  }

  /** No new messages; those in work are finished, up to the limit. What is not acknowledged comes again. */
  async stop(limitMs = 10_000): Promise<void> {
    this.#pause.stop();
    this.#messages?.stop();
    await this.#running;
    await atMost(limitMs, Promise.allSettled(this.#inFlight));
  }

  async #run(): Promise<void> {
    // A server that was away may have lost its consumers: they are made again, not waited for.
    const forget = this.nats.onReconnect(() => {
      this.#renew = true;
      this.#messages?.stop();
    });
    for (let failures = 0; !this.#pause.stopped;)
      try {
        await this.#consume();
        failures = 0;
      } catch (error) {
        if (++failures === 4) this.#log.warn(`the queue cannot be read: ${messageOf(error)}`);
        await this.#pause.afterFailure(failures, { firstMs: 100, mostMs: 5000 });
      }
    forget();
  }

  async #consume(): Promise<void> {
    if (!this.nats.connected) throw new Error('not connected');
    const durable = await this.#ensureConsumer();
    const consumer = await this.nats.js.consumers.get(this.options.channel, durable);
    const { concurrency } = this.options.settings;
    // Each pull asks for as many as there is room for: no message waits here, unsigned, behind others.
    this.#renew = false;
    while (!this.#mustEnd()) {
      const room = concurrency - this.#inFlight.size;
      if (room > 0) await this.#take(await consumer.fetch({ max_messages: room, expires: PULL_MS }));
      else await Promise.race(this.#inFlight);
    }
  }

  #mustEnd(): boolean {
    return this.#renew || this.#pause.stopped;
  }

  async #take(messages: ConsumerMessages): Promise<void> {
    this.#messages = messages;
    if (this.#mustEnd()) messages.stop();
    for await (const message of messages) {
      const work = this.#handle(message).finally(() => this.#inFlight.delete(work));
      this.#inFlight.add(work);
    }
  }

  async #ensureConsumer(): Promise<string> {
    const { name, channel, settings } = this.options;
    const durable = durableName(name);
    const wanted = {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      filter_subject: STREAM_SUBJECTS[channel],
      ack_wait: nanos(settings.ackWaitSeconds * 1000),
      // The server would drop what has been delivered too often without a word: here it is counted and buried.
      max_deliver: -1,
      // Far above what is worked on: a message that waits for its next try keeps its place here.
      max_ack_pending: MOST_PENDING,
    };
    const { config } = await (await this.nats.manager()).consumers.add(channel, wanted);
    const different = differences(wanted, config);
    if (different.length > 0)
      throw new Error(`this NATS server ignores ${different.join(', ')} of consumer ${durable}`);
    return durable;
  }

  async #handle(message: JsMsg): Promise<void> {
    const { settings } = this.options;
    const sign = setInterval(
      () => {
        said(() => {
          message.working();
        });
      },
      (settings.ackWaitSeconds * 1000) / 3,
    );
    const attempt = message.info.deliveryCount;
    try {
      if (attempt > settings.maxDeliver)
        throw new Poison('the worker ended or fell silent during its last try');
      await this.#work(message, attempt);
      countWorked(this.options.name, 'done');
      said(() => {
        message.ack();
      });
    } catch (error) {
      await this.#failed(message, attempt, error);
    } finally {
      clearInterval(sign);
    }
  }

  async #work(message: JsMsg, attempt: number): Promise<void> {
    const { name, handlers } = this.options;
    const signal = readable(message);
    const handler = handlers.get(signal.type);
    if (!handler) throw new Poison(`${name} does not know ${signal.type}`);
    await inSpan(
      {
        name: `${name} ${signal.type}`,
        kind: SpanKind.CONSUMER,
        parent: contextFromHeaders(message.headers),
        attributes: { 'messaging.message.id': signal.id, 'messaging.destination.name': message.subject },
      },
      () => handler(signal, this.#workOf(signal.id, attempt)),
    );
  }

  #workOf(messageId: string, attempt: number): Work {
    const { name, settings } = this.options;
    return {
      attempt,
      lastAttempt: attempt >= settings.maxDeliver,
      messageId,
      once: async (run) => {
        if (!this.db) throw new Error('this service has no database for an inbox');
        return this.db.transaction(async (tx) => {
          const first = await tx.query(
            sql`insert into es.inbox (worker, message_id) values (${name}, ${messageId}) on conflict do nothing returning 1`,
          );
          if (first.length > 0) await run(tx);
          return first.length > 0;
        });
      },
    };
  }

  async #failed(message: JsMsg, attempt: number, error: unknown): Promise<void> {
    const { maxDeliver, backoffSeconds } = this.options.settings;
    if (!(error instanceof Poison) && attempt < maxDeliver) {
      countWorked(this.options.name, 'again');
      const seconds = backoffSeconds[Math.min(attempt, backoffSeconds.length) - 1] ?? 1;
      said(() => {
        message.nak(Math.round(seconds * 1000 * (0.9 + Math.random() * 0.2)));
      });
      return;
    }
    try {
      await this.#deadLetters.bury(message, messageOf(error));
      message.term();
      countWorked(this.options.name, 'dead');
    } catch (failure) {
      this.#log.warn(
        { event: 'worker.burial_failed', error: messageOf(failure) },
        `a dead letter could not be stored yet: ${messageOf(failure)}`,
      );
      said(() => {
        message.nak(RETRY_BURIAL_MS);
      });
    }
  }
}

/** On a connection that has ended nothing can be said: then the message comes again. */
const said = (say: () => void): void => {
  try {
    say();
  } catch {
    // As above.
  }
};

/** No repetition makes a message readable. */
const readable = (message: JsMsg): Signal => {
  try {
    return signalFromMessage(message);
  } catch (error) {
    throw new Poison(messageOf(error));
  }
};
