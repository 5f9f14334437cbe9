import { z } from 'zod';

/** How grave a line is, the least first. */
export const LINE_SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LineSeverity = (typeof LINE_SEVERITIES)[number];

/** Of a line that its replica pushed: so many attributes, and so many characters of each name and value. */
export const ATTRIBUTE_LIMITS = { count: 32, nameCharacters: 100, valueCharacters: 500 } as const;

/** A line of a replica on its way to the store. */
export const ShippedLine = z.object({
  atUs: z.int(),
  /** Written to an output, or pushed (OTLP, Loki). */
  stream: z.enum(['stdout', 'stderr', 'pushed']),
  text: z.string(),
  /** What its sender said of it; what is only in the text is not looked for here. */
  severity: z.enum(LINE_SEVERITIES).optional(),
  attributes: z.record(z.string(), z.string()).optional(),
  /** W3C. */
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
});
export type ShippedLine = z.infer<typeof ShippedLine>;
