import { type FieldProblem, SIMULATION_BOUNDS } from '@tidegate/contracts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

export type ReplayWindow = Readonly<{ from: string; to: string }>;

/**
 * The whole minutes of a window; the last day when nothing is said.
 * @returns problems when it is none
 */
export const windowOf = (
  { from, to }: Readonly<{ from?: string | null; to?: string | null }>,
  nowMs: number,
): ReplayWindow | FieldProblem[] => {
  const { days } = SIMULATION_BOUNDS;
  const endMs = Math.floor((to ? Date.parse(to) : nowMs) / MINUTE_MS) * MINUTE_MS;
  const beginMs = Math.floor((from ? Date.parse(from) : endMs - DAY_MS) / MINUTE_MS) * MINUTE_MS;
  if (Number.isNaN(endMs)) return [{ pointer: '/to', message: 'is no time of the calendar' }];
  if (Number.isNaN(beginMs)) return [{ pointer: '/from', message: 'is no time of the calendar' }];
  if (endMs > nowMs)
    return [{ pointer: '/to', message: 'must not be in the future: nothing is recorded there' }];
  if (endMs - beginMs < MINUTE_MS)
    return [{ pointer: '/from', message: 'must be at least a minute before “to”' }];
  if (endMs - beginMs > days * DAY_MS)
    return [
      { pointer: '/from', message: `must be at most ${days} days before “to”: ask for a shorter window` },
    ];
  return { from: new Date(beginMs).toISOString(), to: new Date(endMs).toISOString() };
};

/** The work of several policies over one window. */
export const workProblems = ({ from, to }: ReplayWindow, policies: number): FieldProblem[] => {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  const { policyDays } = SIMULATION_BOUNDS;
  if (days * policies <= policyDays) return [];
  const most = Math.floor(policyDays / days);
  const message = `are too many for ${Math.ceil(days)} days: at most ${most}, or ask for a shorter window`;
  return [{ pointer: '/policies', message }];
};
