import { Cron } from 'croner';

/** Bounds that apply from each time the cron expression names on, for a while. */
export type Schedule = Readonly<{
  /** Minute, hour, day of the month, month, day of the week. */
  cron: string;
  /** In which the five fields are meant, e.g. `Europe/Rome`. */
  timeZone: string;
  durationSeconds: number;
  /** Null: the endpoint’s own. */
  minReplicas: number | null;
  maxReplicas: number | null;
}>;

export type Scheduled = Readonly<{
  minReplicas: number;
  maxReplicas: number;
  schedules: readonly Schedule[];
}>;

export type Bounds = Readonly<{ minReplicas: number; maxReplicas: number; by: 'settings' | 'schedule' }>;

/**
 * The bounds of a moment. Of the schedules whose window `[start, start + duration)` holds it, the one that began last counts, and
 * of those that began together the last of the list. A bound it leaves out is the endpoint’s own, and gives way to the one it has.
 *
 * Made to be asked every second: what a schedule was last found to be is kept by its object, so keep the objects.
 * @param atSeconds since the epoch
 */
export const boundsAt = (spec: Scheduled, atSeconds: number): Bounds => {
  let active: Schedule | null = null;
  let since = Number.NEGATIVE_INFINITY;
  for (const schedule of spec.schedules) {
    const { startSeconds } = turnAt(schedule, atSeconds);
    if (startSeconds < since || !(atSeconds < startSeconds + schedule.durationSeconds)) continue;
    active = schedule;
    since = startSeconds;
  }
  if (!active) return { minReplicas: spec.minReplicas, maxReplicas: spec.maxReplicas, by: 'settings' };
  const most = active.maxReplicas ?? Math.max(spec.maxReplicas, active.minReplicas ?? 0);
  return {
    minReplicas: Math.min(active.minReplicas ?? spec.minReplicas, most),
    maxReplicas: most,
    by: 'schedule',
  };
};

/**
 * When the bounds may next change: a window begins or ends. They need not differ then, as another window may hold.
 * @param atSeconds since the epoch
 * @returns seconds since the epoch, later than `atSeconds`; null when no window will ever begin or end
 */
export const nextChangeSeconds = ({ schedules }: Scheduled, atSeconds: number): number | null => {
  let next = Number.POSITIVE_INFINITY;
  for (const schedule of schedules) {
    const { startSeconds, nextSeconds } = turnAt(schedule, atSeconds);
    const endSeconds = startSeconds + schedule.durationSeconds;
    next = Math.min(next, nextSeconds, endSeconds > atSeconds ? endSeconds : nextSeconds);
  }
  return Number.isFinite(next) ? next : null;
};

/** From one start to the next, which is when it must be found anew. Without one before, or after, it is infinite. */
type Turn = Readonly<{ startSeconds: number; nextSeconds: number }>;

const holds = ({ startSeconds, nextSeconds }: Turn, atSeconds: number): boolean =>
  startSeconds <= atSeconds && atSeconds < nextSeconds;

const turns = new WeakMap<Schedule, Turn>();
/** Many endpoints have the same hours, and all of them turn at the same second. */
const shared = new Map<string, Turn>();
const MOST_SHARED = 4096;

const turnAt = (schedule: Schedule, atSeconds: number): Turn => {
  const known = turns.get(schedule);
  if (known && holds(known, atSeconds)) return known;
  const turn = sharedTurnAt(schedule, atSeconds);
  turns.set(schedule, turn);
  return turn;
};

const sharedTurnAt = ({ cron, timeZone }: Schedule, atSeconds: number): Turn => {
  const key = `${timeZone} ${cron}`;
  const known = shared.get(key);
  if (known && holds(known, atSeconds)) return known;
  const turn = foundTurn(cron, timeZone, atSeconds);
  shared.delete(key);
  shared.set(key, turn);
  if (shared.size > MOST_SHARED) shared.delete(shared.keys().next().value!);
  return turn;
};

const NEVER: Turn = { startSeconds: Number.NEGATIVE_INFINITY, nextSeconds: Number.POSITIVE_INFINITY };

/**
 * Looked for, about a millisecond. A schedule that cannot be read never begins: it was readable when it was accepted, and a
 * zone that has left the time zone database since must not keep the endpoint from being scaled.
 */
const foundTurn = (cron: string, timeZone: string, atSeconds: number): Turn => {
  try {
    return turnOf(parsed(cron, timeZone), atSeconds);
  } catch {
    return NEVER;
  }
};

/** Starts are at whole seconds. One at this very second has begun: the last millisecond of it is after it. */
const turnOf = (job: Cron, atSeconds: number): Turn => {
  const secondMs = Math.floor(atSeconds) * 1000;
  const start = job.previousRuns(1, new Date(secondMs + 999))[0];
  const next = job.nextRun(new Date(secondMs));
  return {
    startSeconds: start ? start.getTime() / 1000 : NEVER.startSeconds,
    nextSeconds: next ? next.getTime() / 1000 : NEVER.nextSeconds,
  };
};

const parsed = (cron: string, timeZone: string): Cron =>
  new Cron(cron, { timezone: timeZone, mode: '5-part' });

/** Five fields of numbers, names, lists, ranges and steps; without what stands for five fields, or for the moment it is read. */
const FIVE_FIELDS = /^[\w*,/#-]+(?: [\w*,/#-]+){4}$/;
/** A leap day is eight years from the next at most. */
const LONGEST_YEARS = 10;

/**
 * With a range of years in it the search for a day that never comes ends after a millisecond, and not after thousands of years.
 * @param atSeconds since the epoch
 * @returns what is wrong with the expression, for whoever wrote it; null when it begins a window within ten years
 */
export const cronProblem = (cron: string, atSeconds: number): string | null => {
  if (!FIVE_FIELDS.test(cron))
    return 'must be five fields with one space between: minute, hour, day of the month, month, day of the week, like 0 8 * * 1-5';
  const at = new Date(atSeconds * 1000);
  const year = at.getUTCFullYear();
  try {
    const job = new Cron(`0 ${cron} ${year}-${year + LONGEST_YEARS}`, { timezone: 'UTC', mode: '7-part' });
    return job.nextRun(at)
      ? null
      : `names no time within ${LONGEST_YEARS} years: look at its day and its month`;
  } catch (error) {
    return `cannot be read${reasonOf(error)}: minute, hour, day of the month, month, day of the week, like 0 8 * * 1-5`;
  }
};

const reasonOf = (error: unknown): string => {
  const reason = error instanceof Error ? /^CronPattern: (.*?)\.?$/.exec(error.message)?.[1] : undefined;
  return reason === undefined ? '' : `, ${reason[0]!.toLowerCase()}${reason.slice(1)}`;
};
