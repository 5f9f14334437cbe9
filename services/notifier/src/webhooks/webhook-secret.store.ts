import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Sealed, SealingKeys } from '@tidegate/bootstrap';
import type { EventType } from '@tidegate/contracts';
import { sql } from '@tidegate/eventing';
import { Db } from '@tidegate/eventing/nest';
import { DELIVERY_SETTINGS, type DeliverySettings } from '../deliveries/settings.ts';
import { FOLLOW_LOG } from '../notices/follow-log.consumer.ts';
import { FAN_OUT } from './fan-out.consumer.ts';

type Row = Readonly<{ secret_id: string; webhook_id: string; key_id: string; nonce: Buffer; sealed: Buffer }>;

const SECRET_BYTES = 32;
/** So many are sealed anew at once. */
const PAGE = 100;
/** Who reads what names a secret. A checkpoint is sure to be kept only at events that concern its consumer. */
const READERS: readonly Readonly<{ consumer: string; types: readonly EventType[] }>[] = [
  { consumer: FAN_OUT, types: ['WebhookSubscribed', 'WebhookSecretRotated'] },
  { consumer: FOLLOW_LOG, types: ['ChannelCreated', 'ChannelChanged'] },
];

/** Signing secrets, and URLs of channels that are secrets, sealed, each bound to its owner. No event, no log line and no answer but that to its maker has one. */
@Injectable()
export class WebhookSecrets {
  readonly #keys: SealingKeys;

  constructor(
    private readonly db: Db,
    @Inject(DELIVERY_SETTINGS) { sealKeys, secretKey }: DeliverySettings,
  ) {
    this.#keys = new SealingKeys([...sealKeys, secretKey]);
  }

  /** A new secret of this id, or the one that it has: whoever made it and did not hear the answer asks again. */
  make(secretId: string, webhookId: string): Promise<string> {
    return this.keep(secretId, webhookId, `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`);
  }

  /** The same for a value that somebody else chose. @returns what is kept under this id: the first one */
  async keep(secretId: string, webhookId: string, value: string): Promise<string> {
    const { keyId, nonce, sealed } = this.#keys.seal(value, whose(secretId, webhookId));
    await this.db.query(sql`
      insert into webhook_secrets (secret_id, webhook_id, key_id, nonce, sealed)
      values (${secretId}, ${webhookId}, ${keyId}, ${nonce}, ${sealed})
      on conflict (secret_id) do update set made_at = clock_timestamp()`);
    const [made] = await this.open(webhookId, [secretId]);
    if (made === undefined) throw new Error(`the secret ${secretId} has vanished`);
    return made;
  }

  /** In the order asked for; what is not there is left out. @throws when one of them cannot be opened */
  async open(webhookId: string, secretIds: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<Row>(sql`
      select secret_id, webhook_id, key_id, nonce, sealed from webhook_secrets
      where webhook_id = ${webhookId} and secret_id = any(${secretIds}::text[])`);
    const byId = new Map(rows.map((row) => [row.secret_id, row]));
    return secretIds.flatMap((id) => {
      const row = byId.get(id);
      return row ? [this.#keys.open(sealedOf(row), whose(id, webhookId))] : [];
    });
  }

  /**
   * Wipes what no webhook signs with any more, and what was made for one that then was refused. Not while those who read the
   * log have not come to all that may name one. @returns how many
   */
  async wipeUnused(): Promise<number> {
    for (const { consumer, types } of READERS) if (await this.#isBehind(consumer, types)) return 0;
    const rows = await this.db.query(sql`
      delete from webhook_secrets s
      where made_at < clock_timestamp() - interval '1 hour' and not exists (
        select 1 from webhooks w where w.webhook_id = s.webhook_id and (w.secret_id = s.secret_id or exists (
          select 1 from jsonb_array_elements(w.formers) f
          where f ->> 'secretId' = s.secret_id
            and (f ->> 'untilUs')::bigint > extract(epoch from clock_timestamp()) * 1000000)))
        and not exists (select 1 from channels c where c.channel_id = s.webhook_id and c.secret_id = s.secret_id)
      returning 1`);
    return rows.length;
  }

  async #isBehind(consumer: string, types: readonly EventType[]): Promise<boolean> {
    const rows = await this.db.query(sql`
      select 1 from es.checkpoints c where c.consumer = ${consumer} and (c.parked <> '{}' or exists (
        select 1 from es.events e where e.position > c.position and e.type = any(${types}::text[])))`);
    return rows.length > 0;
  }

  /** Seals with the newest key what an older one sealed, so that the older one can be taken away. @returns how many */
  async reseal(): Promise<number> {
    const rows = await this.db.query<Row>(sql`
      select secret_id, webhook_id, key_id, nonce, sealed from webhook_secrets
      where key_id <> ${this.#keys.newestId} order by secret_id limit ${PAGE}`);
    for (const row of rows) {
      const bound = whose(row.secret_id, row.webhook_id);
      const { keyId, nonce, sealed } = this.#keys.seal(this.#keys.open(sealedOf(row), bound), bound);
      await this.db.query(sql`
        update webhook_secrets set key_id = ${keyId}, nonce = ${nonce}, sealed = ${sealed}
        where secret_id = ${row.secret_id} and key_id = ${row.key_id}`);
    }
    return rows.length;
  }
}

const sealedOf = ({ key_id: keyId, nonce, sealed }: Row): Sealed => ({ keyId, nonce, sealed });
const whose = (secretId: string, webhookId: string): string => `${secretId}\n${webhookId}`;
