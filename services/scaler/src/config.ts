import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';

export const config = defineConfig('scaler', {
  TIDEGATE_SCALER_TICK_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(60_000)
    .default(1000)
    .describe('milliseconds between two looks at all endpoints; a wake does not wait for it'),
  TIDEGATE_SCALER_TRAFFIC_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(366)
    .default(14)
    .describe('how many days of arrivals are kept for replays'),
});
