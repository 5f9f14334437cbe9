import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { type Channel, definitionOf } from '@tidegate/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Binding } from './consumer.ts';
import type { Db } from './db.ts';
import type { EventStore } from './event.store.ts';
import type { LogFeed } from './log-feed.ts';
import type { Handlers, LogHandler } from './log-handlers.ts';
import { LogConsumer } from './log.consumer.ts';
import type { Nats } from './nats.ts';
import { QuestionServer } from './question-server.ts';
import { bringUpToDate } from './rebuild.store.ts';
import { WorkQueueConsumer, type WorkHandler } from './worker.consumer.ts';

export type StrategyParts = Readonly<{
  nats: Nats;
  feed?: LogFeed | undefined;
  service: string;
  db?: Db | undefined;
  store?: EventStore | undefined;
}>;
type Bound<Kind> = Extract<Binding, { kind: Kind }> & { handler: MessageHandler };

/**
 * Nest's transport over JetStream: log consumers, work queues and questions, each a message handler of a controller.
 * Everything uses the process's one connection.
 */
export class JetStreamStrategy extends Server implements CustomTransportStrategy {
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(private readonly parts: StrategyParts) {
    super();
  }

  async listen(done: (error?: unknown) => void): Promise<void> {
    try {
      const bindings = this.#bindings();
      // Read models first: they may have to be rebuilt, and answers and workers read them.
      await this.#consumeLog(bindings.filter((bound) => bound.kind === 'log'));
      this.#work(bindings.filter((bound) => bound.kind === 'work'));
      for (const bound of bindings) if (bound.kind === 'question') this.#answer(bound);
      done();
    } catch (error) {
      await this.close();
      done(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((stop) => stop()));
  }

  override on(): void {
    // Nothing is emitted: the connection's state is followed where it is kept.
  }

  // The base class's signature: the caller says what it expects.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  override unwrap<T>(): T {
    return this.parts.nats.connection as T;
  }

  #bindings(): Bound<Binding['kind']>[] {
    return [...this.messageHandlers].map(([pattern, handler]) => {
      const { bindings } = handler.extras as { bindings?: Record<string, Binding> };
      const binding = bindings?.[pattern];
      if (!binding) throw new Error(`${pattern} is not bound by @Consumer, @Worker or @Answers`);
      // Nest would chain the second one behind the first, and nobody would call it.
      if (handler.next) throw new Error(`${pattern} is bound twice: a consumer's name is its identity`);
      return { ...binding, handler };
    });
  }

  async #consumeLog(bindings: readonly Bound<'log'>[]): Promise<void> {
    const byConsumer = Map.groupBy(bindings, ({ consumer }) => consumer);
    await Promise.all([...byConsumer].map(([name, bound]) => this.#startConsumer(name, bound)));
  }

  async #startConsumer(name: string, bound: readonly Bound<'log'>[]): Promise<void> {
    const { db, store, feed, service } = this.parts;
    if (!db || !store || !feed) throw new Error(`${name} needs a database`);
    const [{ projection, parkAfter, batchSize } = {}] = bound;
    if (projection) await bringUpToDate(projection, { db, store, schema: service });
    const consumer = new LogConsumer(db, store, {
      name,
      handlers: new Map(
        bound
          .filter(({ takes }) => takes === 'event')
          .map(({ type, handler }): [string, LogHandler] => [
            type,
            (event, tx) => settled(handler(event, tx)),
          ]),
      ),
      ...batchOf(bound.filter(({ takes }) => takes === 'batch')),
      ...(batchSize !== undefined && { batchSize }),
      ...(parkAfter !== undefined && { parkAfter }),
      ...(projection && { projectionVersion: projection.version }),
    });
    await consumer.retryParked();
    await consumer.start(feed);
    this.#stops.push(() => consumer.stop());
  }

  /** One queue of one worker is one durable consumer, whatever number of types it handles. */
  #work(bindings: readonly Bound<'work'>[]): void {
    const byQueue = Map.groupBy(bindings, ({ worker, type }) => `${worker} ${queueOf(type)}`);
    for (const bound of byQueue.values()) {
      const [first] = bound;
      if (!first) continue;
      const worker = new WorkQueueConsumer(this.parts.nats, this.parts.db, {
        name: first.worker,
        channel: queueOf(first.type),
        settings: first.settings,
        handlers: new Map(
          bound.map(({ type, handler }): [string, WorkHandler] => [
            type,
            (signal, work) => settled(handler(signal, work)),
          ]),
        ),
      });
      worker.start();
      this.#stops.push(() => worker.stop());
    }
  }

  #answer({ question, handler }: Bound<'question'>): void {
    const server = new QuestionServer(this.parts.nats, question, (ask) => settled(handler(ask)));
    server.start(this.parts.service);
    this.#stops.push(() => server.stop());
  }
}

/** Every type of a batch is bound to the same method. */
const batchOf = (bound: readonly Bound<'log'>[]): Pick<Handlers, 'batch'> => {
  const [first] = bound;
  if (!first) return {};
  const types = new Set(bound.map(({ type }) => type));
  return { batch: { types, handle: (events, tx) => settled(first.handler(events, tx)) } };
};

const queueOf = (type: string): Exclude<Channel, 'LOG'> => {
  const channel = definitionOf(type)?.channel;
  if (!channel || channel === 'LOG') throw new Error(`${type} does not travel on a work queue`);
  return channel;
};

const settled = async (result: unknown): Promise<unknown> => {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
};
