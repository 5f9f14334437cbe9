import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const Access = z.record(z.string(), z.array(z.string()));

/** Of images and of secrets for each: the oldest are forgotten, and their registry is asked once more. */
const MOST_IMAGES = 1000;
const MOST_SECRETS = 100;

/**
 * Which credentials have brought which image to this node. What one project fetched with its own must not run for another
 * because it happens to be here: the registry decides, once for each. Ids alone, no values.
 */
export class ImageAccess {
  readonly #images: Map<string, readonly string[]>;

  constructor(private readonly file: string) {
    this.#images = new Map(Object.entries(read(file)));
  }

  /** @param secretId null: without credentials, which suffices as long as the image has never needed any */
  isProven(image: string, secretId: string | null): boolean {
    const secretIds = this.#images.get(image);
    return secretId === null ? secretIds === undefined : (secretIds?.includes(secretId) ?? false);
  }

  /** A fetch has gone well. Without credentials it proves nothing about images that others fetched with theirs. */
  prove(image: string, secretId: string | null): void {
    if (secretId === null || this.isProven(image, secretId)) return;
    const others = this.#images.get(image) ?? [];
    this.#images.delete(image);
    this.#images.set(image, [...others, secretId].slice(-MOST_SECRETS));
    const kept = [...this.#images].slice(-MOST_IMAGES);
    writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

const read = (file: string): z.infer<typeof Access> => {
  try {
    return Access.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
};
