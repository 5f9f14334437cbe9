import { type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { recordedFromMessage } from './cloud-event.ts';
import { LoopPause } from './loop-pause.ts';
import { Nats } from './nats.ts';

export type Listener = (event: Recorded<AnyEvent>) => void;

/** The server says that it is still there twice in this time: a silent one is noticed within it. */
const PULL_MS = 5000;

/**
 * One ordered consumer of LOG for the whole process, from now on. Listeners know their own position: what came before,
 * and what a broken connection swallowed, they read from Postgres.
 */
@Injectable()
export class LogFeed implements OnApplicationShutdown {
  readonly #log = new Logger(LogFeed.name);
  readonly #listeners = new Set<Listener>();
  readonly #pause = new LoopPause();
  #messages: ConsumerMessages | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly nats: Nats) {}

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#running ??= this.#run();
    return () => this.#listeners.delete(listener);
  }

  /** After HTTP and the consumers have ended, so that what they still wait for comes. */
  async onApplicationShutdown(): Promise<void> {
    this.#pause.stop();
    this.#messages?.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    // The stream may have come back shorter or empty: an ordered consumer would wait for the sequence it expected.
    const forget = this.nats.onReconnect(() => this.#messages?.stop());
    for (let failures = 0; !this.#pause.stopped;)
      try {
        await this.#consume();
        failures = 0;
      } catch (error) {
        if (++failures === 4) this.#log.warn(`LOG cannot be read: ${(error as Error).message}`);
        await this.#pause.afterFailure(failures);
      }
    forget();
  }

  async #consume(): Promise<void> {
    if (!this.nats.connected) throw new Error('not connected');
    const { state } = await (await this.nats.manager()).streams.info('LOG');
    // By sequence and not "new": when the client makes its consumer again it goes on from here, not from the beginning.
    const consumer = await this.nats.js.consumers.get('LOG', {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: state.last_seq + 1,
    });
    const messages = await consumer.consume({
      max_messages: 500,
      expires: PULL_MS,
      abort_on_missing_resource: true,
      callback: (message) => {
        this.#take(message);
      },
    });
    this.#messages = messages;
    if (this.#pause.stopped) messages.stop();
    const error = await messages.closed();
    if (error) throw error;
  }

  #take(message: JsMsg): void {
    try {
      const event = recordedFromMessage(message);
      if (event) for (const listener of this.#listeners) listener(event);
    } catch (error) {
      // Listeners find the hole and read Postgres, where the same event says more.
      this.#log.error(
        { event: 'feed.unreadable', sequence: message.seq, error: String(error) },
        `LOG ${String(message.seq)} cannot be read`,
      );
    }
  }
}
