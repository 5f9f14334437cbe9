import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { Limits } from './retention/limits.ts';

export const config = defineConfig('logs', {
  TIDEGATE_LOGS_RETENTION_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(87_600)
    .default(168)
    .describe('how long lines are kept'),
  TIDEGATE_LOGS_RETENTION_MIB: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_048_576)
    .default(1024)
    .describe('how much is kept of one endpoint: its oldest lines go first'),
});

export const limitsOf = (): Limits => ({
  keepHours: config.TIDEGATE_LOGS_RETENTION_HOURS,
  keepMibPerEndpoint: config.TIDEGATE_LOGS_RETENTION_MIB,
});
