import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { DeliverySettings } from './deliveries/settings.ts';

export const config = defineConfig('notifier', {
  TIDEGATE_SECRET_KEY: z.string().min(32).describe('what webhook secrets are derived from'),
  TIDEGATE_WEBHOOK_ALLOW_PRIVATE: z
    .enum(['true', 'false'])
    .default('false')
    .describe('whether webhooks may go to private and loopback addresses'),
  TIDEGATE_WEBHOOK_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('how long a receiver may take'),
  TIDEGATE_WEBHOOK_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('how long the outcome of a delivery is kept'),
});

export const settingsOf = (): DeliverySettings => ({
  secretKey: config.TIDEGATE_SECRET_KEY,
  allowPrivate: config.TIDEGATE_WEBHOOK_ALLOW_PRIVATE === 'true',
  timeoutSeconds: config.TIDEGATE_WEBHOOK_TIMEOUT_SECONDS,
  keepDays: config.TIDEGATE_WEBHOOK_KEEP_DAYS,
});
