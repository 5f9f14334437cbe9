import { Refusal } from '@tidegate/contracts';
import type { HeaderLines } from '../wire/header-lines.ts';
import type { Limit } from './limit.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { TokenBucket } from './token-bucket.ts';

/** A request came too soon. */
export class RateLimited extends Refusal {
  constructor(
    { what, perMinute }: Limit,
    readonly retryAfterMs: number,
  ) {
    super('rate_limit.exceeded', { limit: perMinute, what });
  }
}

/** The beginnings of the lines that tell, with the end of the one before. */
const NAMES = {
  requests: [
    'x-ratelimit-limit-requests: ',
    '\r\nx-ratelimit-remaining-requests: ',
    '\r\nx-ratelimit-reset-requests: ',
  ],
  tokens: [
    'x-ratelimit-limit-tokens: ',
    '\r\nx-ratelimit-remaining-tokens: ',
    '\r\nx-ratelimit-reset-tokens: ',
  ],
} as const satisfies Record<Limit['what'], readonly string[]>;

type Held = { readonly limit: Limit; bucket: TokenBucket };

/** What one request may count on: the strictest of the limits it is under. Times are monotonic milliseconds. */
export class Allowance {
  readonly #held: readonly Held[];

  constructor(
    limits: readonly Limit[],
    private readonly limiter: RateLimiter,
    nowMs: number,
  ) {
    this.#held = limits.map((limit) => ({ limit, bucket: limiter.bucket(limit, Math.floor(nowMs)) }));
  }

  /**
   * Takes one request of each limit on requests; those on tokens must only have one left, since nobody knows yet what the
   * answer will use.
   * @throws RateLimited, and nothing was taken
   */
  take(nowMs: number): void {
    const atMs = Math.floor(nowMs);
    let longest: RateLimited | undefined;
    for (const held of this.#held) {
      const waitMs = this.#bucketOf(held, atMs).waitMs(1, atMs);
      if (waitMs > (longest?.retryAfterMs ?? 0)) longest = new RateLimited(held.limit, waitMs);
    }
    if (longest) throw longest;
    this.#takeOf('requests', 1, atMs);
  }

  /** The answer used so many tokens of the model. */
  spend(tokens: number, nowMs: number): void {
    if (tokens > 0) this.#takeOf('tokens', tokens, Math.floor(nowMs));
  }

  /** What is left now, in the words of the OpenAI API: of requests and of tokens, where there is a limit on them. */
  headers(nowMs: number): HeaderLines {
    return this.#headersOf('requests', Math.floor(nowMs)) + this.#headersOf('tokens', Math.floor(nowMs));
  }

  #takeOf(what: Limit['what'], count: number, nowMs: number): void {
    for (const held of this.#held) {
      if (held.limit.what !== what) continue;
      const bucket = this.#bucketOf(held, nowMs);
      bucket.take(count, nowMs);
      if (bucket.mustTell) this.limiter.mustTell();
    }
  }

  #headersOf(what: Limit['what'], nowMs: number): HeaderLines {
    let strictest: TokenBucket | undefined;
    let least = Infinity;
    for (const held of this.#held) {
      if (held.limit.what !== what) continue;
      const bucket = this.#bucketOf(held, nowMs);
      const left = bucket.left(nowMs);
      if (left >= least) continue;
      least = left;
      strictest = bucket;
    }
    if (!strictest) return '';
    const [limit, remaining, reset] = NAMES[what];
    return (
      limit +
      String(strictest.perMinute) +
      remaining +
      String(least) +
      reset +
      durationText(strictest.fullInMs(nowMs)) +
      '\r\n'
    );
  }

  /** It may have been full, and so forgotten, while the request was on its way. */
  #bucketOf(held: Held, nowMs: number): TokenBucket {
    if (held.bucket.isForgotten) held.bucket = this.limiter.bucket(held.limit, nowMs);
    return held.bucket;
  }
}

/** `0s`, `120ms`, `8s`, `6m0s`, `1h0m0s`: beyond a second in whole ones, rounded up. */
export const durationText = (ms: number): string => {
  if (ms > 0 && ms < 1000) return `${String(Math.ceil(ms))}ms`;
  const seconds = Math.ceil(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = h > 0 ? `${String(h)}h` : '';
  return `${hours}${h > 0 || m > 0 ? `${String(m)}m` : ''}${String(s)}s`;
};
