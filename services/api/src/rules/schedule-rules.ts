import type { FieldProblem } from '@tidegate/contracts';
import { cronProblem } from '@tidegate/scaling';
import { memberOf } from '../changes/merge-patch.ts';
import { textOf } from '../configuration/endpoint-wish.ts';
import { problem, problemIf } from '../configuration/facts.ts';

export type Bounds = Readonly<{ minReplicas: number; maxReplicas: number }>;
/** What a schedule says of the bounds; null: nothing, or nothing that is a number. */
export type ScheduledBounds = Readonly<{ minReplicas: number | null; maxReplicas: number | null }>;

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const schedulesIn = (scaling: unknown): readonly unknown[] => {
  const schedules = memberOf(scaling, 'schedules');
  return Array.isArray(schedules) ? schedules : [];
};

export const scheduledBounds = (scaling: unknown): ScheduledBounds[] =>
  schedulesIn(scaling).map((schedule) => ({
    minReplicas: numberOf(memberOf(schedule, 'minReplicas')),
    maxReplicas: numberOf(memberOf(schedule, 'maxReplicas')),
  }));

/** When schedules begin: at times that come, by a clock that there is. */
export const clockProblems = (scaling: unknown, at: string): FieldProblem[] =>
  schedulesIn(scaling).flatMap((schedule, i) => {
    const [cron, timeZone] = ['cron', 'timeZone'].map((key) => textOf(memberOf(schedule, key)));
    const wrong = cron === undefined ? null : cronProblem(cron, Date.parse(at) / 1000);
    const pointer = `/scaling/schedules/${i}`;
    return [
      ...(wrong === null ? [] : [problem(`${pointer}/cron`, wrong)]),
      ...problemIf(
        timeZone !== undefined && !isTimeZone(timeZone),
        `${pointer}/timeZone`,
        'must be a name of the IANA time zone database, like Europe/Rome or UTC',
      ),
    ];
  });

/** A name, and not a distance from UTC, which is another in summer. */
const isTimeZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** The bounds of each schedule, filled with the endpoint’s own. */
export const boundsProblems = (scaling: unknown, own: Bounds, most: number): FieldProblem[] =>
  scheduledBounds(scaling).flatMap(({ minReplicas, maxReplicas }, i) => {
    const pointer = `/scaling/schedules/${i}`;
    const [least, highest] = [minReplicas ?? own.minReplicas, maxReplicas ?? own.maxReplicas];
    const limit = `must be at most ${most}, the limit of this project: ask for less, or the operator for more`;
    return [
      ...problemIf((minReplicas ?? 0) > most, `${pointer}/minReplicas`, limit),
      ...problemIf((maxReplicas ?? 0) > most, `${pointer}/maxReplicas`, limit),
      ...problemIf(
        least > highest && minReplicas !== null,
        `${pointer}/minReplicas`,
        `must not be greater than maxReplicas, which is ${highest}${maxReplicas === null ? ' as the endpoint has it: give a maxReplicas here too' : ''}`,
      ),
      ...problemIf(
        least > highest && minReplicas === null && maxReplicas !== null,
        `${pointer}/maxReplicas`,
        `must not be less than minReplicas, which is ${least} as the endpoint has it: give a minReplicas here too`,
      ),
    ];
  });
