import { BoundedMap } from '../routing/bounded-map.ts';
import { Allowance } from './allowance.ts';
import type { Limit } from './limit.ts';
import { TokenBucket } from './token-bucket.ts';

/** By bucket: how many were taken, and what the limit was. */
export type Takings = Readonly<Record<string, readonly [count: number, perMinute: number]>>;

/** Beyond so many the oldest is forgotten, as if it were full. */
const MOST_BUCKETS = 100_000;

/**
 * What limited tokens and endpoints may still take, at this gateway and at all others that it hears of. Buckets that are full
 * again are forgotten. Times are whole monotonic milliseconds.
 */
export class RateLimiter {
  readonly #buckets = new BoundedMap<string, TokenBucket>(MOST_BUCKETS);
  /** A bucket has given a second's worth that others have not heard of. */
  mustTell: () => void = () => undefined;

  get size(): number {
    return this.#buckets.size;
  }

  /** What a request under all these limits may count on. */
  allowance(limits: readonly Limit[], nowMs: number): Allowance {
    return new Allowance(limits, this, nowMs);
  }

  bucket({ key, perMinute }: Limit, nowMs: number): TokenBucket {
    const known = this.#buckets.get(key);
    known?.resize(perMinute, nowMs);
    if (known) return known;
    const bucket = new TokenBucket(perMinute, nowMs);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** What was taken here and not told yet, of so many buckets at most; the others are told the next time. */
  tell(most: number, nowMs: number): Takings {
    const told: Record<string, [number, number]> = {};
    let entries = 0;
    for (const [key, bucket] of this.#buckets.entries()) {
      if (bucket.untold > 0 && entries < most) {
        told[key] = [bucket.untold, bucket.perMinute];
        bucket.untold = 0;
        entries++;
      }
      if (bucket.untold > 0 || bucket.fullInMs(nowMs) > 0) continue;
      bucket.isForgotten = true;
      this.#buckets.delete(key);
    }
    return told;
  }

  /** What another gateway took. Where a bucket is known its own limit stands: whoever tells may know an older one. */
  heard(takings: Takings, nowMs: number): void {
    for (const [key, [count, perMinute]] of Object.entries(takings)) {
      const bucket = this.#buckets.get(key) ?? this.bucket({ key, what: 'requests', perMinute }, nowMs);
      bucket.takenElsewhere(count, nowMs);
    }
  }
}
