import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { ApiSettings } from './http/settings.ts';

export const config = defineConfig('api', {
  TIDEGATE_OPERATOR_TOKEN: z.string().min(24).describe('the token that may do everything, in every project'),
  TIDEGATE_SECRET_KEY: z.string().min(32).describe('what webhook secrets are derived from'),
  TIDEGATE_MAX_REPLICAS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('the most replicas that one endpoint may ask for'),
  TIDEGATE_LOG_FOLLOWERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .describe('how many logs may be followed at once'),
});

export const settingsOf = (): ApiSettings => ({
  operatorToken: config.TIDEGATE_OPERATOR_TOKEN,
  secretKey: config.TIDEGATE_SECRET_KEY,
  maxReplicas: config.TIDEGATE_MAX_REPLICAS,
  logFollowers: config.TIDEGATE_LOG_FOLLOWERS,
});
