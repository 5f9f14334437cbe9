import type { JsMsg } from '@nats-io/jetstream';
import { type MsgHdrs, headers } from '@nats-io/transport-node';
import { Logger } from '@nestjs/common';
import { sql } from '../sql.ts';
import type { Db } from './db.ts';
import type { Nats } from './nats.ts';
import { durableName } from './streams.ts';
import { storableJson, storableText } from './storable.ts';

/** The end of messages that one worker could not do: each is kept once, in the stream DLQ and in es.dead_letters. */
export class DeadLetters {
  readonly #log: Logger;

  constructor(
    private readonly nats: Nats,
    private readonly db: Db | undefined,
    private readonly worker: string,
  ) {
    this.#log = new Logger(worker);
  }

  /** May be repeated: what was buried before stays as it is. */
  async bury(message: JsMsg, error: string): Promise<void> {
    const id = idOf(message);
    if (await this.#isBuried(id)) return;
    await this.#publish(message, error);
    const attempts = message.info.deliveryCount;
    await this.db?.query(sql`
      insert into es.dead_letters (message_id, worker, type, subject, data, error, attempts)
      values (${id}, ${this.worker}, ${headerOf(message, 'ce-type')}, ${message.subject}, ${bodyOf(message)}::jsonb,
              ${storableText(error).slice(0, 2000)}, ${attempts})
      on conflict (worker, message_id) do update
        set error = excluded.error, attempts = excluded.attempts, died_at = excluded.died_at, replayed_at = null`);
    this.#log.error(
      { event: 'worker.dead_letter', messageId: id, attempts, error },
      `given up after ${String(attempts)} tries: ${error}`,
    );
  }

  /** The row is written last: with it everything is done. One that was replayed since may die again. */
  async #isBuried(id: string): Promise<boolean> {
    const rows = await this.db?.query(
      sql`select 1 from es.dead_letters where worker = ${this.worker} and message_id = ${id} and replayed_at is null`,
    );
    return rows !== undefined && rows.length > 0;
  }

  async #publish(message: JsMsg, error: string): Promise<void> {
    const { stream } = message.info;
    const place = `${stream}:${String(message.seq)}:${this.worker}`;
    await this.nats.js.publish(`dlq.${stream}.${durableName(this.worker)}`, message.data, {
      headers: this.#headers(message, error),
      msgID: place,
    });
  }

  #headers(message: JsMsg, error: string): MsgHdrs {
    const dead = headers();
    for (const [key, values] of message.headers ?? [])
      if (!/^nats-/i.test(key)) for (const value of values) dead.append(key, value);
    dead.set('dlq-worker', this.worker);
    dead.set('dlq-subject', message.subject);
    dead.set('dlq-error', encodeURIComponent(error.slice(0, 300).toWellFormed()));
    return dead;
  }
}

const headerOf = (message: JsMsg, name: string): string => {
  const value = message.headers?.get(name) ?? '';
  try {
    return storableText(decodeURIComponent(value));
  } catch {
    return storableText(value);
  }
};

/** The message's own id, or its place where it has none. */
const idOf = (message: JsMsg): string =>
  headerOf(message, 'ce-id') || `${message.info.stream}:${String(message.seq)}`;

/** A body that is not JSON is kept as text. */
const bodyOf = (message: JsMsg): string => {
  const text = new TextDecoder().decode(message.data);
  try {
    return storableJson(JSON.parse(text));
  } catch {
    return storableJson(text);
  }
};
