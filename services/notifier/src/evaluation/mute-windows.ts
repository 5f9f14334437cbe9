import { type MuteWindow, WEEKDAYS } from '@tidegate/contracts';
import { DateTime } from 'luxon';

/** Whether a moment lies within one of some windows. `until` is not part of a window, and a window may end on the next day. */
export const isWithin = (windows: readonly MuteWindow[], atUs: number): boolean =>
  windows.some((window) => {
    const at = DateTime.fromMillis(Math.floor(atUs / 1000), { zone: window.timeZone });
    const minute = at.hour * 60 + at.minute;
    const [from, until] = [minutesOf(window.from), minutesOf(window.until)];
    if (from < until) return hasDay(window, at) && minute >= from && minute < until;
    if (minute >= from) return hasDay(window, at);
    return minute < until && hasDay(window, at.minus({ days: 1 }));
  });

const hasDay = ({ days }: MuteWindow, { weekday }: DateTime): boolean =>
  days.length === 0 || days.some((day) => WEEKDAYS.indexOf(day) === weekday - 1);

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
};
