import { type FieldProblem, LOG_SINK_LIMITS } from '@tidegate/contracts';

const { headers: MOST_HEADERS, headerNameCharacters, headerValueCharacters } = LOG_SINK_LIMITS;
/** RFC 9110: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\u0020-\u007e]*$/;
/** What the request itself says. */
const OURS = new Set([
  ...['connection', 'content-encoding', 'content-length', 'content-type', 'expect', 'host', 'keep-alive'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'user-agent'],
]);

type Wish = Readonly<{ url?: unknown; headers?: unknown }>;

/** What is wrong with a wish beyond the types of its fields. */
export const sinkProblems = ({ url, headers }: Wish): FieldProblem[] => [
  ...urlProblems(url),
  ...headerProblems(headers),
];

/** What no receiver could be reached at, whatever it resolves to. */
const urlProblems = (url: unknown): FieldProblem[] => {
  if (typeof url !== 'string') return [];
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [{ pointer: '/url', message: 'must be an http or https URL' }];
  return parsed.username || parsed.password
    ? [
        {
          pointer: '/url',
          message: 'must not carry a user name or password: put them into the header authorization',
        },
      ]
    : [];
};

const headerProblems = (headers: unknown): FieldProblem[] => {
  if (typeof headers !== 'object' || headers === null) return [];
  const names = Object.keys(headers);
  const lowered = names.map((name) => name.toLowerCase());
  if (names.length > MOST_HEADERS)
    return [{ pointer: '/headers', message: `must have at most ${MOST_HEADERS} headers` }];
  return Object.entries(headers).flatMap(([name, value], n): FieldProblem[] => {
    const pointer = `/headers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const problem = nameProblem(name) ?? valueProblem(value);
    if (problem !== null) return [{ pointer, message: problem }];
    return lowered.indexOf(name.toLowerCase()) < n ? [{ pointer, message: 'is named twice' }] : [];
  });
};

const nameProblem = (name: string): string | null => {
  if (name.length > headerNameCharacters || !NAME.test(name)) return 'is not the name of a header';
  return OURS.has(name.toLowerCase()) || name.toLowerCase().startsWith('proxy-')
    ? 'cannot be chosen: the request says it itself'
    : null;
};

/** Also a value is never repeated in what is wrong with it. */
const valueProblem = (value: unknown): string | null => {
  if (typeof value !== 'string' || !VALUE.test(value)) return 'must be a text of visible ASCII characters';
  return value.length > headerValueCharacters
    ? `must have at most ${headerValueCharacters} characters`
    : null;
};
