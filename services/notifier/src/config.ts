import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { DeliverySettings } from './deliveries/settings.ts';
import { type AlertSettings, USUAL_ALERT_SETTINGS } from './evaluation/settings.ts';

const partsOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || []);
const [MOST_KEYS, SHORTEST_KEY] = [16, 32];
/** An address, or a name and an address in angle brackets; on one line. */
const SENDER = /^(?:[^\r\n<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

export const config = defineConfig('notifier', {
  TIDEGATE_SECRET_KEY: z.string().min(32).describe('what webhook secrets are derived from, and sealed with'),
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
  TIDEGATE_SEAL_KEYS: z
    .string()
    .default('')
    .transform(partsOf)
    .refine(
      (keys) => keys.length <= MOST_KEYS && keys.every(({ length }) => length >= SHORTEST_KEY),
      'must be at most 16 keys of at least 32 characters, between commas',
    )
    .describe(
      'what signing secrets are sealed with, the newest first; without any a key is derived from TIDEGATE_SECRET_KEY',
    ),
  TIDEGATE_WEBHOOKS_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe('how many webhooks a project may subscribe'),
  TIDEGATE_WEBHOOK_DISABLE_AFTER_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(5)
    .describe('after how many days without a successful try a webhook is disabled'),
  TIDEGATE_WEBHOOK_MOST_WAITING: z.coerce
    .number()
    .int()
    .min(100)
    .max(10_000_000)
    .default(100_000)
    .describe('how many deliveries may wait for one webhook before it is disabled'),
  TIDEGATE_SMTP_URL: z
    .union([
      z.literal(''),
      z.string().regex(/^smtps?:\/\/[^/]/, 'must look like smtps://user:password@host:465'),
    ])
    .default('')
    .describe(
      'the mail server, e.g. smtps://user:password@host:465 or smtp://host:587; without one no mail is sent',
    ),
  TIDEGATE_MAIL_FROM: z
    .union([
      z.literal(''),
      z.string().max(320).regex(SENDER, 'must look like alerts@example.com or Name <alerts@example.com>'),
    ])
    .default('')
    .describe('who mails are from, e.g. Tidegate <alerts@example.com>'),
  TIDEGATE_ALERTS_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(USUAL_ALERT_SETTINGS.alertsPerProject)
    .describe('how many alerts a project may have'),
  TIDEGATE_CHANNELS_PER_PROJECT: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(USUAL_ALERT_SETTINGS.channelsPerProject)
    .describe('how many channels a project may have'),
  TIDEGATE_ALERT_EVERY_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(60)
    .default(USUAL_ALERT_SETTINGS.evaluateEverySeconds)
    .describe('how often alerts are judged'),
  TIDEGATE_ALERT_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(USUAL_ALERT_SETTINGS.keepDays)
    .describe('how long the history of alerts is kept'),
});

export const settingsOf = (): DeliverySettings => ({
  secretKey: config.TIDEGATE_SECRET_KEY,
  allowPrivate: config.TIDEGATE_WEBHOOK_ALLOW_PRIVATE === 'true',
  timeoutSeconds: config.TIDEGATE_WEBHOOK_TIMEOUT_SECONDS,
  keepDays: config.TIDEGATE_WEBHOOK_KEEP_DAYS,
  sealKeys: config.TIDEGATE_SEAL_KEYS,
  webhooksPerProject: config.TIDEGATE_WEBHOOKS_PER_PROJECT,
  disableAfterDays: config.TIDEGATE_WEBHOOK_DISABLE_AFTER_DAYS,
  mostWaiting: config.TIDEGATE_WEBHOOK_MOST_WAITING,
});

export const alertSettingsOf = (): AlertSettings => ({
  smtpUrl: config.TIDEGATE_SMTP_URL || null,
  mailFrom: config.TIDEGATE_MAIL_FROM || null,
  alertsPerProject: config.TIDEGATE_ALERTS_PER_PROJECT,
  channelsPerProject: config.TIDEGATE_CHANNELS_PER_PROJECT,
  evaluateEverySeconds: config.TIDEGATE_ALERT_EVERY_SECONDS,
  keepDays: config.TIDEGATE_ALERT_KEEP_DAYS,
});
