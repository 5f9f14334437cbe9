import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type BatchObservableCallback, type BatchObservableResult, metrics } from '@opentelemetry/api';
import { sql } from '../sql.ts';
import { Db } from './db.ts';
import { EventStore } from './event.store.ts';
import { Nats } from './nats.ts';
import { Relay } from './relay.loop.ts';
import { atMost } from './time-limit.ts';

/** Whoever scrapes does not wait longer for what a server does not say. */
const WITHIN_MS = 2000;

const instruments = () => {
  const meter = metrics.getMeter('tidegate');
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  return {
    head: gauge('tidegate_log_head_position', 'Position of the last event of the log.'),
    relayed: gauge(
      'tidegate_log_relayed_position',
      'Position up to which the log is known to be in JetStream.',
    ),
    messages: gauge('tidegate_jetstream_stream_messages', 'Messages in a stream of JetStream.'),
    bytes: gauge('tidegate_jetstream_stream_bytes', 'Size of a stream of JetStream.'),
    pending: gauge(
      'tidegate_jetstream_consumer_pending_messages',
      'Messages of a work queue that nobody has been given yet.',
    ),
    unacknowledged: gauge(
      'tidegate_jetstream_consumer_unacknowledged_messages',
      'Messages that a worker was given and that are not over.',
    ),
    parked: gauge(
      'tidegate_log_parked_streams',
      'Streams that a consumer of the log has set aside because an event of theirs cannot be handled.',
    ),
    dead: gauge('tidegate_dead_letters', 'Messages of work queues that were given up and not replayed.'),
    redelivered: gauge(
      'tidegate_jetstream_consumer_redelivered_messages',
      'Messages that were given to a worker more than once and are not over.',
    ),
  };
};

type Parked = { consumer: string; count: number };

/** Consumers without any are told as well: what vanishes cannot be told from what was not seen. */
const PARKED = sql`
  select c.consumer, count(p.stream_id)::int as count
  from es.checkpoints c left join es.parked p on p.consumer = c.consumer group by c.consumer`;
const DEAD = sql`select count(*)::int as count from es.dead_letters where replayed_at is null`;

/** What only one process need tell: the log's end, how far it was carried, what waits for somebody to look, and what lies in JetStream. That is whoever carries the log. */
@Injectable()
export class LogGauges implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #all = instruments();
  readonly #take: BatchObservableCallback = async (result) => {
    if (!this.relay.carries) return;
    await atMost(
      WITHIN_MS,
      Promise.allSettled([
        this.#observeLog(result),
        this.#observeTrouble(result),
        this.#observeStreams(result),
      ]),
    );
  };

  constructor(
    private readonly relay: Relay,
    private readonly store: EventStore,
    private readonly db: Db,
    private readonly nats: Nats,
  ) {}

  onApplicationBootstrap(): void {
    metrics.getMeter('tidegate').addBatchObservableCallback(this.#take, Object.values(this.#all));
  }

  onApplicationShutdown(): void {
    metrics.getMeter('tidegate').removeBatchObservableCallback(this.#take, Object.values(this.#all));
  }

  async #observeLog(result: BatchObservableResult): Promise<void> {
    const { position } = this.relay;
    if (position !== undefined) result.observe(this.#all.relayed, position);
    result.observe(this.#all.head, await this.store.head());
  }

  async #observeTrouble(result: BatchObservableResult): Promise<void> {
    for (const { consumer, count } of await this.db.query<Parked>(PARKED))
      result.observe(this.#all.parked, count, { consumer });
    for (const { count } of await this.db.query<{ count: number }>(DEAD))
      result.observe(this.#all.dead, count);
  }

  async #observeStreams(result: BatchObservableResult): Promise<void> {
    if (!this.nats.connected) return;
    const manager = await this.nats.manager();
    for await (const { config, state } of manager.streams.list()) {
      const stream = config.name;
      result.observe(this.#all.messages, state.messages, { stream });
      result.observe(this.#all.bytes, state.bytes, { stream });
      for await (const info of manager.consumers.list(stream)) {
        // Those without a durable name are followers of one process: each knows its own position.
        if (info.config.durable_name === undefined) continue;
        const labels = { stream, consumer: info.name };
        result.observe(this.#all.pending, info.num_pending, labels);
        result.observe(this.#all.unacknowledged, info.num_ack_pending, labels);
        result.observe(this.#all.redelivered, info.num_redelivered, labels);
      }
    }
  }
}
