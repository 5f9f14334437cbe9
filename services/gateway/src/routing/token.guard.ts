import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Credentials } from './access.ts';
import { BoundedMap } from './bounded-map.ts';
import { type TokenEvent, TokenTable, bearerOf, tokenIdOf } from './token-table.ts';

/** Wrong tokens remembered, so that a caller who repeats one costs no hash each time. */
const REMEMBERED = 10_000;

/** Tells whose a bearer token is. Only hashes are kept of tokens; secrets are compared in constant time. */
@Injectable()
export class TokenGuard {
  readonly table = new TokenTable();
  readonly #wrong = new BoundedMap<string, true>(REMEMBERED);

  apply(event: TokenEvent): void {
    this.table.apply(event);
    // What was unknown a moment ago may be known now.
    if (event.type === 'TokenIssued') this.#wrong.clear();
  }

  /** `nowMs` is epoch milliseconds. */
  check(authorization: string | undefined, nowMs: number): Credentials {
    if (authorization === undefined) return 'missing';
    const text = bearerOf(authorization);
    const id = text === undefined ? undefined : tokenIdOf(text);
    const token = id === undefined ? undefined : this.table.token(id);
    if (text === undefined || !token || this.#wrong.get(text)) return 'invalid';
    if (!timingSafeEqual(hash('sha256', text, 'buffer'), token.sha256)) {
      this.#wrong.set(text, true);
      return 'invalid';
    }
    return token.expiresAtMs !== null && token.expiresAtMs <= nowMs ? 'invalid' : token;
  }
}
