import type { Limits } from './limits.ts';

/** Nothing reaches them, but what a test means to. */
export const TEST_LIMITS: Limits = {
  keepHours: 24,
  keepMibPerEndpoint: 64,
  keepMib: 1024,
  keepRequestDays: 2,
  keepRequestMib: 64,
  keepHourDays: 10,
};
