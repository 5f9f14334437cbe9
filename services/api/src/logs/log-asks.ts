import {
  EVERY_LINE,
  type FieldProblem,
  type LineSeverity,
  type LogStream,
  type LogTailAsk,
  refuse,
} from '@tidegate/contracts';

type Switch = 'true' | 'false' | '1' | '0';
/** The parameters of a query, each of the right form. */
export type LogParameters = Readonly<
  Partial<
    Record<
      | 'replica'
      | 'q'
      | 'traceId'
      | 'requestId'
      | 'lines'
      | 'tail'
      | 'tailLines'
      | 'since'
      | 'sinceTime'
      | 'seconds'
      | 'sinceSeconds'
      | 'until'
      | 'after'
      | 'before',
      string
    >
  > & {
    stream?: LogStream;
    severity?: LineSeverity;
    case?: Switch;
    regex?: Switch;
    previous: Switch;
    follow: Switch;
    timestamps: Switch;
    format: 'json' | 'ndjson' | 'text';
  }
>;

/** What is wanted of an endpoint’s log. */
export type LogWish = Readonly<{
  ask: LogTailAsk;
  /** Of a download: the newest so many; null: all. */
  newest: number | null;
  follow: boolean;
  format: LogParameters['format'];
  timestamps: boolean;
}>;
type Whose = Pick<LogTailAsk, 'endpointId' | 'projectId'>;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
/** Lines that come without a number of them being said, and the most that come at once. */
const [USUAL, MOST] = [100, 5000];

/**
 * A query as a question.
 * @throws Refusal request.invalid for parts that say two things, or nothing together
 */
export const logWishOf = (whose: Whose, query: LogParameters, nowUs: number): LogWish => {
  const problems = [...contradictions(query), ...withoutMeaning(query), ...momentProblems(query, nowUs)];
  if (problems.length > 0) return refuse('request.invalid', { count: problems.length }, problems);
  const newest = countOf(query);
  const { follow, format, timestamps } = query;
  const ask = {
    ...EVERY_LINE,
    ...whose,
    ...filtersOf(query),
    ...placesOf(query, nowUs),
    limit: newest ?? MOST,
  };
  return { ask, newest, follow: isOn(follow), format, timestamps: isOn(timestamps) };
};

const countOf = ({ lines, tail, tailLines, format }: LogParameters): number | null => {
  const count = lines ?? tail ?? tailLines ?? (format === 'json' ? String(USUAL) : 'all');
  return count === 'all' ? null : Number(count);
};

const filtersOf = (query: LogParameters) => ({
  replicaId: query.replica ?? null,
  previous: isOn(query.previous),
  stream: query.stream ?? null,
  severity: query.severity ?? null,
  search: searchOf(query),
  traceId: query.traceId ?? null,
  requestId: query.requestId ?? null,
});

const searchOf = ({ q: text, regex = 'false', ...query }: LogParameters): LogTailAsk['search'] =>
  text === undefined ? null : { text, caseSensitive: isOn(query.case ?? 'true'), regex: isOn(regex) };

const placesOf = (query: LogParameters, nowUs: number) => ({
  sinceUs: sinceOf(query, nowUs),
  untilUs: query.until === undefined ? null : momentIn(query.until, nowUs),
  after: query.after ?? null,
  before: query.before ?? null,
});

/** In microseconds; null: it is no moment. */
export const momentIn = (text: string, nowUs: number): number | null => {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Math.max(0, nowUs - Number(count) * (UNITS[unit ?? ''] ?? 0) * 1e6);
  if (/^\d{1,10}(\.\d{1,9})?$/.test(text)) return Math.round(Number(text) * 1e6);
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || ms < 0) return null;
  // What a date of JavaScript has no room for: the digits behind the milliseconds.
  const [, digits = ''] = /\.(\d{1,9})/.exec(text) ?? [];
  return ms * 1000 + Number(digits.slice(3, 6).padEnd(3, '0'));
};

const isOn = (given: string): boolean => given === 'true' || given === '1';

const sinceOf = (
  { since, sinceTime, seconds, sinceSeconds }: LogParameters,
  nowUs: number,
): number | null => {
  const moment = since ?? sinceTime;
  const ago = seconds ?? sinceSeconds;
  if (moment !== undefined) return momentIn(moment, nowUs);
  return ago === undefined ? null : Math.max(0, nowUs - Number(ago) * 1e6);
};

const SAME = [
  ['lines', 'tail', 'tailLines'],
  ['since', 'sinceTime', 'seconds', 'sinceSeconds'],
] as const;

const contradictions = (query: LogParameters): FieldProblem[] =>
  SAME.flatMap((names) => {
    const [first, ...others] = names.filter((name) => query[name] !== undefined);
    return others.map((name) => ({
      pointer: `?${name}`,
      message: `says the same as ${String(first)}: give one of them`,
    }));
  });

const OF_Q = 'is about q: give it too';
const ENDS = 'ends what follow goes on with: leave one of them out';

const withoutMeaning = (query: LogParameters): FieldProblem[] => {
  const isFollowed = isOn(query.follow);
  const odd: readonly (readonly [name: keyof LogParameters, isOdd: boolean, message: string])[] = [
    ['case', query.q === undefined && query.case !== undefined, OF_Q],
    ['regex', query.q === undefined && query.regex !== undefined, OF_Q],
    ['timestamps', isOn(query.timestamps) && query.format !== 'text', 'is about format=text'],
    ['until', isFollowed && query.until !== undefined, ENDS],
    ['before', isFollowed && query.before !== undefined, ENDS],
    ['previous', isFollowed && isOn(query.previous), 'is a replica that says nothing more: leave out follow'],
    ['format', isFollowed && query.format !== 'json', 'is of a download: what is followed comes as events'],
  ];
  return odd.filter(([, isOdd]) => isOdd).map(([name, , message]) => ({ pointer: `?${name}`, message }));
};

const momentProblems = (query: LogParameters, nowUs: number): FieldProblem[] =>
  (['since', 'sinceTime', 'until'] as const).flatMap((name) => {
    const given = query[name];
    return given === undefined || momentIn(given, nowUs) !== null
      ? []
      : [{ pointer: `?${name}`, message: 'is no date of the calendar' }];
  });
