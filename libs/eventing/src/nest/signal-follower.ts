import { type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { Logger } from '@nestjs/common';
import { definitionOf } from '@tidegate/contracts';
import { type Signal, signalFromMessage } from './cloud-event.ts';
import { LoopPause } from './loop-pause.ts';
import type { Nats } from './nats.ts';
import { messageOf } from './transient.ts';

type Options = Readonly<{ from: Date; take: (signal: Signal) => void }>;

const PULL_MS = 5000;
/** A signal that cannot be taken is told of once in so many. */
const TELL_EVERY = 1000;

/** Reads one kind of signal in order, from a moment on; after a break from the last one it has seen. */
export class SignalFollower {
  readonly #log: Logger;
  readonly #pause = new LoopPause();
  readonly #channel: string;
  #messages: ConsumerMessages | undefined;
  /** By the server's clock and count: those of the last message seen. */
  #from: string;
  #sequence = 0;
  #passedOver = 0;

  constructor(
    private readonly nats: Nats,
    private readonly type: string,
    private readonly options: Options,
  ) {
    this.#log = new Logger(`Follow ${type}`);
    this.#channel = definitionOf(type)?.channel ?? type;
    this.#from = options.from.toISOString();
    void this.#run();
  }

  stop(): void {
    this.#pause.stop();
    this.#messages?.stop();
  }

  async #run(): Promise<void> {
    const forget = this.nats.onReconnect(() => this.#messages?.stop());
    for (let failures = 0; !this.#pause.stopped;)
      try {
        await this.#consume();
        failures = 0;
      } catch (error) {
        if (++failures === 4) this.#log.warn(`${this.#channel} cannot be read: ${messageOf(error)}`);
        await this.#pause.afterFailure(failures);
      }
    forget();
  }

  async #consume(): Promise<void> {
    if (!this.nats.connected) throw new Error('not connected');
    const consumer = await this.nats.js.consumers.get(this.#channel, {
      deliver_policy: DeliverPolicy.StartTime,
      opt_start_time: this.#from,
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
    const { timestamp, seq } = message;
    // The start is inclusive: after a break the last one comes again. In a new stream the count begins again, later.
    if (timestamp === this.#from && seq <= this.#sequence) return;
    this.#from = timestamp;
    this.#sequence = seq;
    try {
      const signal = signalFromMessage(message);
      if (signal.type === this.type) this.options.take(signal);
    } catch (error) {
      if (this.#passedOver++ % TELL_EVERY === 0)
        this.#log.warn(`a signal on ${message.subject} was passed over: ${messageOf(error)}`);
    }
  }
}
