import { Injectable } from '@nestjs/common';
import { refuse } from '@tidegate/contracts';

/** A token’s end may be known here before the sign-in knows of it: so many are remembered. */
const REVOKED_REMEMBERED = 1000;

/** Ends what was opened by a token when that token is revoked. Whoever follows the log says so here. */
@Injectable()
export class TokenEnds {
  readonly #revoked = new Set<string>();
  readonly #open = new Map<string, Set<() => void>>();

  /**
   * @param actor a token’s id, or somebody who has none and is never revoked
   * @returns to be called when it is over
   * @throws Refusal token.invalid when it was revoked a moment ago
   */
  watch(actor: string, end: () => void): () => void {
    if (this.#revoked.has(actor)) refuse('token.invalid');
    const ends = this.#open.get(actor) ?? new Set();
    this.#open.set(actor, ends.add(end));
    return () => {
      ends.delete(end);
      if (ends.size === 0 && this.#open.get(actor) === ends) this.#open.delete(actor);
    };
  }

  revoke(tokenId: string): void {
    this.#revoked.add(tokenId);
    for (const oldest of this.#revoked) {
      if (this.#revoked.size <= REVOKED_REMEMBERED) break;
      this.#revoked.delete(oldest);
    }
    for (const end of this.#open.get(tokenId) ?? []) end();
  }
}
