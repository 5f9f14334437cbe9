import { DateTime } from 'luxon';
import type { Span } from './piece.ts';

export const TIME_UNITS = ['hour', 'day', 'month'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** An hour, a day or a month, or what of it lies in a span. */
export type Bucket = Span & Readonly<{ name: string }>;

const HOUR_US = 3_600_000_000;

/**
 * The hours, days or months that a span touches, one after the other. Days and months are those of the time zone, hours those of the
 * world’s clock: where daylight saving begins or ends, a day has 23 or 25 of them.
 */
export function* bucketsOf(unit: TimeUnit, span: Span, timeZone: string): Generator<Bucket> {
  const { fromUs, untilUs } = span;
  for (let at = fromUs; at < untilUs;) {
    const { name, endUs } = unit === 'hour' ? hourAt(at) : localAt(unit, at, timeZone);
    yield { name, fromUs: at, untilUs: Math.min(endUs, untilUs) };
    at = endUs;
  }
}

const hourAt = (atUs: number): { name: string; endUs: number } => {
  const startUs = Math.floor(atUs / HOUR_US) * HOUR_US;
  return { name: `${new Date(startUs / 1000).toISOString().slice(0, 13)}:00:00Z`, endUs: startUs + HOUR_US };
};

const localAt = (unit: 'day' | 'month', atUs: number, zone: string): { name: string; endUs: number } => {
  const start = DateTime.fromMillis(Math.floor(atUs / 1000), { zone }).startOf(unit);
  const name = start.toFormat(unit === 'day' ? 'yyyy-MM-dd' : 'yyyy-MM');
  return {
    name,
    endUs:
      start
        .plus({ [unit]: 1 })
        .startOf(unit)
        .toMillis() * 1000,
  };
};

/** The month in which a moment lies. */
export const monthAt = (atUs: number, zone: string): Bucket => {
  const start = DateTime.fromMillis(Math.floor(atUs / 1000), { zone }).startOf('month');
  return {
    name: start.toFormat('yyyy-MM'),
    fromUs: start.toMillis() * 1000,
    untilUs: start.plus({ month: 1 }).toMillis() * 1000,
  };
};
