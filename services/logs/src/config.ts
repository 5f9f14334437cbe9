import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { Limits } from './retention/limits.ts';
import type { SinkSettings } from './sinks/settings.ts';

const partsOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);
const [MOST_KEYS, SHORTEST_KEY] = [16, 32];

export const config = defineConfig('logs', {
  TIDEGATE_SECRET_KEY: z.string().min(32).describe('what headers of log sinks are sealed with'),
  TIDEGATE_SEAL_KEYS: z
    .string()
    .default('')
    .transform(partsOf)
    .refine(
      (keys) => keys.length <= MOST_KEYS && keys.every(({ length }) => length >= SHORTEST_KEY),
      'must be at most 16 keys of at least 32 characters, between commas',
    )
    .describe(
      'what headers of log sinks are sealed with, the newest first; without any a key is derived from TIDEGATE_SECRET_KEY',
    ),
  TIDEGATE_LOG_SINK_ALLOW_PRIVATE: z
    .enum(['true', 'false'])
    .default('false')
    .describe('whether log sinks may be at private and loopback addresses'),
  TIDEGATE_LOG_SINK_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('how long a log sink may take for one request'),
  TIDEGATE_LOG_SINKS_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe('how many log sinks a project may have'),
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
  TIDEGATE_LOGS_RETENTION_ALL_MIB: z.coerce
    .number()
    .int()
    .min(1)
    .max(104_857_600)
    .default(102_400)
    .describe('how much the lines of all endpoints may take: the oldest days go first'),
  TIDEGATE_REQUESTS_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe('how many days before today requests are kept one by one'),
  TIDEGATE_REQUESTS_RETENTION_MIB: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_048_576)
    .default(10_240)
    .describe('how much all requests kept one by one may take: the oldest days go first'),
  TIDEGATE_REQUEST_HOURS_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(400)
    .describe('how many days requests are kept by the hour'),
});

export const limitsOf = (): Limits => ({
  keepHours: config.TIDEGATE_LOGS_RETENTION_HOURS,
  keepMibPerEndpoint: config.TIDEGATE_LOGS_RETENTION_MIB,
  keepMib: config.TIDEGATE_LOGS_RETENTION_ALL_MIB,
  keepRequestDays: config.TIDEGATE_REQUESTS_RETENTION_DAYS,
  keepRequestMib: config.TIDEGATE_REQUESTS_RETENTION_MIB,
  keepHourDays: config.TIDEGATE_REQUEST_HOURS_RETENTION_DAYS,
});

export const sinksOf = (): SinkSettings => ({
  sealKeys: [...config.TIDEGATE_SEAL_KEYS, config.TIDEGATE_SECRET_KEY],
  allowPrivate: config.TIDEGATE_LOG_SINK_ALLOW_PRIVATE === 'true',
  timeoutSeconds: config.TIDEGATE_LOG_SINK_TIMEOUT_SECONDS,
  perProject: config.TIDEGATE_LOG_SINKS_PER_PROJECT,
});
