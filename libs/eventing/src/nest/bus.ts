import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type EventNamed, type EventType, definitionOf, signalSubject } from '@tidegate/contracts';
import { randomUUID } from 'node:crypto';
import { type Signal, signalHeaders } from './cloud-event.ts';
import { Clock } from './clock.ts';
import { EVENTING_OPTIONS, type EventingOptions } from './db.ts';
import { Nats } from './nats.ts';
import { SignalFollower } from './signal-follower.ts';
import { activeTraceparent } from './tracing.ts';

type SignalOptions = Readonly<{
  id?: string;
  /** Whose trace it is part of; else that of the active span. */
  traceparent?: string | undefined;
}>;
export type Following = Readonly<{ stop: () => void }>;

/** Signals and nudges: what travels on the bus without ever being in the log. */
@Injectable()
export class Bus implements OnApplicationShutdown {
  readonly #followers = new Set<SignalFollower>();

  constructor(
    private readonly nats: Nats,
    private readonly clock: Clock,
    @Inject(EVENTING_OPTIONS) private readonly options: EventingOptions,
  ) {}

  get connected(): boolean {
    return this.nats.connected;
  }

  /**
   * Publishes on the signal's stream; resolves when the server has it. The same `id` within two minutes is one message.
   * @throws when the data does not fit its schema, the stream is full or the server does not answer
   */
  async signal<Type extends EventType>(
    type: Type,
    data: EventNamed<Type>['data'],
    { id = randomUUID(), traceparent = activeTraceparent() }: SignalOptions = {},
  ): Promise<void> {
    const checked = definitionOf(type)?.schema.parse(data) as Record<string, unknown>;
    const subject = signalSubject(type, checked);
    const at = new Date(this.clock.nowUs() / 1000);
    const headers = signalHeaders({ id, type, source: `/tidegate/${this.options.service}`, at }, traceparent);
    if (!this.nats.connected) throw new Error('not connected to the bus');
    await this.nats.unlessLost(
      this.nats.js.publish(subject, JSON.stringify(checked), { headers, msgID: id, timeout: 5000 }),
    );
  }

  /** Core NATS: may be lost, so whoever listens must also look by itself. */
  nudge(subject: string, data?: unknown): void {
    this.nats.publish(subject, data === undefined ? '' : JSON.stringify(data));
  }

  /** Core NATS: what is nudged on a subject, wildcards allowed. What cannot be parsed is passed over. */
  listen(subject: string, take: (data: unknown, subject: string) => void): () => void {
    return this.nats.subscribe(subject, (message) => {
      let data: unknown;
      try {
        data = message.data.length === 0 ? undefined : message.json();
      } catch {
        return;
      }
      take(data, message.subject);
    });
  }

  /** Signals of one type from some seconds ago on, in order, until stopped: for windows kept in memory. */
  followSignals<Type extends EventType>(
    type: Type,
    { sinceSeconds }: { sinceSeconds: number },
    take: (data: EventNamed<Type>['data'], signal: Signal) => void,
  ): Following {
    const follower = new SignalFollower(this.nats, type, {
      from: new Date(this.clock.nowUs() / 1000 - sinceSeconds * 1000),
      take: (signal) => {
        take(signal.data as EventNamed<Type>['data'], signal);
      },
    });
    this.#followers.add(follower);
    return {
      stop: () => {
        follower.stop();
        this.#followers.delete(follower);
      },
    };
  }

  onApplicationShutdown(): void {
    for (const follower of this.#followers) follower.stop();
  }
}
