import type { RateLimits } from '@tidegate/contracts';

/** One limit that a request is under; its key says what is counted, and whose it is: `requests endpt-…`. */
export type Limit = Readonly<{ key: string; what: 'requests' | 'tokens'; perMinute: number }>;

/** Of a token or an endpoint; null: none. */
export const limitsOf = (
  id: string,
  { requestsPerMinute, tokensPerMinute }: RateLimits,
): readonly Limit[] | null => {
  const limits = [...limitOf('requests', id, requestsPerMinute), ...limitOf('tokens', id, tokensPerMinute)];
  return limits.length === 0 ? null : limits;
};

const limitOf = (what: Limit['what'], id: string, perMinute: number | null): Limit[] =>
  perMinute === null ? [] : [{ key: `${what} ${id}`, what, perMinute }];
