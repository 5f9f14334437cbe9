import type { Calendar, Month } from '../periods/calendar.ts';

export const HOUR_US = 3_600_000_000;

export type Span = Readonly<{ fromUs: number; toUs: number }>;

/**
 * The hour to close next, once it is over: the one after the last that was closed; of a platform that has closed none, the one
 * that runs.
 */
export const nextHour = (last: Span | undefined, nowUs: number): Span | null => {
  const fromUs = last?.toUs ?? Math.floor(nowUs / HOUR_US) * HOUR_US;
  const toUs = fromUs + HOUR_US;
  return toUs <= nowUs ? { fromUs, toUs } : null;
};

/** The month to close next, once it and its time of grace are over: the first is that of the first fact of the log. */
export const nextMonth = (
  { last, firstFactUs }: Readonly<{ last: Span | undefined; firstFactUs: number | undefined }>,
  calendar: Calendar,
  { nowUs, graceUs }: Readonly<{ nowUs: number; graceUs: number }>,
): Month | null => {
  const atUs = last?.toUs ?? firstFactUs;
  if (atUs === undefined) return null;
  const month = calendar.monthAt(atUs);
  return month.toUs + graceUs <= nowUs ? month : null;
};
