import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const [KEY_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 12, 16];

/** What is stored of a value: which key opens it, and the ciphertext with its tag. */
export type Sealed = Readonly<{ keyId: string; nonce: Buffer; sealed: Buffer }>;

/** Keys that are never in the database. The first seals; all of them open. */
export class SealingKeys {
  readonly #keys: ReadonlyMap<string, Buffer>;
  /** The key that seals. */
  readonly newestId: string;

  /** @param texts the keys as people write them, the newest first */
  constructor(texts: readonly string[]) {
    const keys = texts.map((text) => [derived(text, 'id', 4).toString('hex'), keyOf(text)] as const);
    this.newestId = keys[0]?.[0] ?? '';
    this.#keys = new Map(keys);
  }

  /**
   * The nonce is random: under one key some four thousand million values can be sealed before two may share one.
   * @param whose what the value belongs to: sealed for one thing, it does not open for another
   */
  seal(value: string, whose: string): Sealed {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key(this.newestId), nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(whose, 'utf8'));
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return { keyId: this.newestId, nonce, sealed };
  }

  /** @throws when its key is not known here, or it was changed, or it belongs to something else */
  open({ keyId, nonce, sealed }: Sealed, whose: string): string {
    const decipher = createDecipheriv(CIPHER, this.#key(keyId), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(whose, 'utf8'));
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
