import { z } from 'zod';
import { defineEvent } from './event.ts';

export const billingEvents = {
  RatePublished: defineEvent(
    'RatePublished',
    'LOG',
    { category: 'rate', description: 'From a moment on, an hour of one hardware flavour has this price.' },
    {
      hardwareId: z.string(),
      /** A billionth of a US dollar for one hour of the whole flavour. */
      priceNanoUsdPerHour: z.int().min(0),
      /** Epoch microseconds; earlier usage keeps the earlier rate. */
      effectiveFromUs: z.int().min(0),
    },
  ),
} as const;
