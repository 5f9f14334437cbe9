import { ATTRIBUTE_LIMITS, LINE_SEVERITIES, maskSecrets } from '@tidegate/contracts';
import { z } from 'zod';
import { printable, readableLine } from '../output/readable-line.ts';
import type { Mask } from '../secrets/mask-values.ts';
import type { ShippedLine } from './pending-lines.ts';

/** A line that a replica pushed, as it waits in its file: one of these a line. */
export const PushedLine = z.object({
  /** When it was, if its sender said so. */
  atUs: z.int().min(0).nullable(),
  text: z.string(),
  /** How many characters of it were not kept. */
  more: z.int().min(0),
  severity: z.enum(LINE_SEVERITIES).nullable(),
  attributes: z.record(z.string(), z.string()),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
});
export type PushedLine = z.infer<typeof PushedLine>;

const MASKED = '[masked]';
/** What may be there of a secret that is known by its shape when it is whole. */
const HALF = /[\w-]{1,64}$/;
const { nameCharacters, valueCharacters } = ATTRIBUTE_LIMITS;

/** @returns null for what is none, such as one that was cut by a crash: then its sender was not answered, and sends it again */
export const pushedLineIn = (json: string): PushedLine | null => {
  try {
    return PushedLine.parse(JSON.parse(json));
  } catch {
    return null;
  }
};

/** How it is shipped: readable, and without secrets in any part. */
export const shippedLineOf = (
  { text, more, severity, attributes, traceId, ...line }: PushedLine,
  arrivedUs: number,
  mask: Mask,
): ShippedLine => {
  const clean = (part: string, most: number): string => {
    // One that is as long as may be was cut, perhaps within a secret.
    const isCut = part.length >= most;
    const masked = maskSecrets(mask(printable(part), isCut));
    return (isCut ? masked.replace(HALF, '…') : masked).slice(0, most).toWellFormed();
  };
  const masked = Object.entries(attributes).map(([name, value]) => [
    clean(name, nameCharacters),
    // A name that says so makes a secret of whatever it is the name of.
    maskSecrets(`${name}=${value}`).endsWith(MASKED) ? MASKED : clean(value, valueCharacters),
  ]);
  return {
    atUs: line.atUs ?? arrivedUs,
    stream: 'pushed',
    text: readableLine(text, more, (shown) => mask(shown, more > 0)),
    ...(severity !== null && { severity }),
    ...(masked.length > 0 && { attributes: Object.fromEntries(masked) as Record<string, string> }),
    ...(traceId !== null && { traceId }),
  };
};

/** What is let through in a flood as well. */
export const isUrgent = ({ severity }: Pick<PushedLine, 'severity'>): boolean =>
  severity === 'error' || severity === 'fatal';
