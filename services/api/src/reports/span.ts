import { type FieldProblem, REPORT_LIMITS, refuse } from '@tidegate/contracts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const USUAL_DAYS = 30;

type Asked = Readonly<{ from?: Date | undefined; until?: Date | undefined }>;
/** Epoch microseconds, right-open. */
export type AskedSpan = Readonly<{ fromUs: number; untilUs: number }>;

/**
 * The time that is asked for: the last 30 days where nothing is said.
 * @param inHours only whole hours will do
 * @throws Refusal request.invalid naming the field
 */
export const spanOf = ({ from, until }: Asked, now: Date, inHours = false): AskedSpan => {
  const untilMs =
    until?.getTime() ?? (inHours ? Math.floor(now.getTime() / HOUR_MS) * HOUR_MS : now.getTime());
  const fromMs = from?.getTime() ?? untilMs - USUAL_DAYS * DAY_MS;
  const problems = problemsOf(fromMs, untilMs, inHours);
  if (problems.length > 0) return refuse('request.invalid', { count: problems.length }, problems);
  return { fromUs: fromMs * 1000, untilUs: untilMs * 1000 };
};

const problemsOf = (fromMs: number, untilMs: number, inHours: boolean): FieldProblem[] => {
  const found: FieldProblem[] = [];
  const add = (pointer: string, message: string): void => void found.push({ pointer, message });
  if (fromMs < 0) add('?from', 'must be in 1970 or later');
  if (untilMs <= fromMs) add('?until', 'must be later than from');
  if (untilMs - fromMs > REPORT_LIMITS.days * DAY_MS)
    add(
      '?until',
      `must be at most ${String(REPORT_LIMITS.days)} days after from: ask for each part by itself`,
    );
  if (inHours && fromMs % HOUR_MS !== 0) add('?from', 'must be a whole hour: rows of FOCUS are hours');
  if (inHours && untilMs % HOUR_MS !== 0) add('?until', 'must be a whole hour: rows of FOCUS are hours');
  return found;
};

/** `name` or `name=value`. */
export const tagOf = (text: string | undefined): { key: string; value: string | null } | null => {
  if (text === undefined) return null;
  const [key = '', ...value] = text.split('=');
  return { key, value: value.length > 0 ? value.join('=') : null };
};
