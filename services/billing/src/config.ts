import { defineConfig } from '@tidegate/bootstrap';
import { z } from 'zod';
import type { FixedDelays } from './budgets/overshoot.ts';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const config = defineConfig('billing', {
  TIDEGATE_BILLING_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be the name of a time zone, like UTC or Europe/Berlin')
    .default('UTC')
    .describe('the time zone whose months are billed; it stays once a month is closed'),
  TIDEGATE_BILLING_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_592_000)
    .default(3600)
    .describe('how long after its end a month is still open for late facts before it is invoiced'),
  TIDEGATE_BUDGET_LOOK_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(5)
    .describe('seconds between two looks at what is due, at which budgets and credits are held against it'),
  TIDEGATE_SCALER_TICK_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(60_000)
    .default(1000)
    .describe('the scaler’s: what is spent beyond a hard budget depends on it'),
  TIDEGATE_NODE_LEASE_SECONDS: z.coerce
    .number()
    .min(2)
    .max(3600)
    .default(10)
    .describe('the scheduler’s: what is spent beyond a hard budget depends on it'),
});

/** Read when they are asked for: a process that only checks its settings has none. */
export const billingOptions = {
  get timeZone(): string {
    return config.TIDEGATE_BILLING_TIME_ZONE;
  },
  get graceSeconds(): number {
    return config.TIDEGATE_BILLING_GRACE_SECONDS;
  },
  get delays(): FixedDelays {
    return {
      lookSeconds: config.TIDEGATE_BUDGET_LOOK_SECONDS,
      tickSeconds: config.TIDEGATE_SCALER_TICK_MS / 1000,
      leaseSeconds: config.TIDEGATE_NODE_LEASE_SECONDS,
    };
  },
};
