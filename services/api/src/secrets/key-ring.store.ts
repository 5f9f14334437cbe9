import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { API_SETTINGS, type ApiSettings } from '../http/settings.ts';

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];

/** What is stored of a value: which key opens it, and the ciphertext with its tag. */
export type Sealed = Readonly<{ keyId: string; nonce: Buffer; sealed: Buffer }>;

/** Whose value it is. It is bound to it: moved to another row, it does not open. */
export type Belonging = Readonly<{ id: string; endpointId: string; name: string }>;

/**
 * Keys that are never in the database. The first seals; all of them open. The platform's own secret key is the last one,
 * so that what was sealed before there was a key for it still opens.
 */
@Injectable()
export class KeyRing {
  readonly #keys: ReadonlyMap<string, Buffer>;
  /** The key that seals. */
  readonly newestId: string;

  constructor(@Inject(API_SETTINGS) { sealKeys, secretKey }: ApiSettings) {
    const keys = [...sealKeys, secretKey].map(
      (text) => [derived(text, 'id', 4).toString('hex'), keyOf(text)] as const,
    );
    this.newestId = keys[0]?.[0] ?? '';
    this.#keys = new Map(keys);
  }

  /** The nonce is random: under one key some four thousand million values can be sealed before two may share one. */
  seal(value: string, belonging: Belonging): Sealed {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(this.newestId), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(bound(belonging));
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { keyId: this.newestId, nonce, sealed };
  }

  /** @throws when its key is not known here, or it was changed, or it belongs to something else */
  open({ keyId, nonce, sealed }: Sealed, belonging: Belonging): string {
    const decipher = createDecipheriv(CIPHER, this.#key(keyId), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(bound(belonging));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
  }

  #key(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key)
      throw new Error(`the key ${keyId}, which secrets are sealed with, is not among TIDEGATE_SEAL_KEYS`);
    return key;
  }
}

const derived = (text: string, purpose: 'id' | 'key', bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', text, '', `tidegate/seal/1/${purpose}`, bytes));
const keyOf = (text: string): Buffer => derived(text, 'key', KEY_BYTES);

const bound = ({ id, endpointId, name }: Belonging): Buffer =>
  Buffer.from(`${id}\n${endpointId}\n${name}`, 'utf8');
