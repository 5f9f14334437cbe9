import { z } from 'zod';

/** What may be taken within a minute; a minute's worth may be taken at once. Null: no limit. */
export const RateLimits = z.object({
  requestsPerMinute: z.int().min(1).nullable(),
  /** Tokens of models, of prompts and answers together, as the runtime counts them. */
  tokensPerMinute: z.int().min(1).nullable(),
});
export type RateLimits = z.infer<typeof RateLimits>;

export const NO_LIMITS: RateLimits = { requestsPerMinute: null, tokensPerMinute: null };
