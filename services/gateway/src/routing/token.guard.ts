import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Credentials } from './access.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Token, type TokenEvent, TokenTable, bearerOf, tokenIdOf } from './token-table.ts';

/** Wrong tokens remembered, so that a caller who repeats one costs no hash each time. */
const REMEMBERED = 10_000;

/** Tells whose a bearer token is. Only hashes are kept of tokens; secrets are compared in constant time. */
@Injectable()
export class TokenGuard {
  readonly table = new TokenTable();
  readonly #proven = new WeakMap<object, Token>();
  readonly #wrong = new BoundedMap<string, true>(REMEMBERED);

  apply(event: TokenEvent): void {
    this.table.apply(event);
    // What was unknown a moment ago may be known now.
    if (event.type === 'TokenIssued') this.#wrong.clear();
  }

  /** `nowMs` is epoch milliseconds. Whoever gives the same `sameAs` again gives the same text with it, which is not hashed again. */
  check(authorization: string | undefined, nowMs: number, sameAs?: object): Credentials {
    if (authorization === undefined) return 'missing';
    const token = this.#known(sameAs) ?? this.#prove(authorization);
    if (!token) return 'invalid';
    if (sameAs) this.#proven.set(sameAs, token);
    return token.expiresAtMs !== null && token.expiresAtMs <= nowMs ? 'invalid' : token;
  }

  /** Proven before, and still the one that was issued. */
  #known(sameAs: object | undefined): Token | undefined {
    const token = sameAs && this.#proven.get(sameAs);
    return token && this.table.token(token.id) === token ? token : undefined;
  }

  #prove(authorization: string): Token | undefined {
    const text = bearerOf(authorization);
    const id = text === undefined ? undefined : tokenIdOf(text);
    const token = id === undefined ? undefined : this.table.token(id);
    if (text === undefined || !token || this.#wrong.get(text)) return undefined;
    if (timingSafeEqual(hash('sha256', text, 'buffer'), token.sha256)) return token;
    this.#wrong.set(text, true);
    return undefined;
  }
}
