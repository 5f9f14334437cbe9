/** Of a request, by their names in lower case. */
type Headers = Readonly<Record<string, string | string[] | undefined>>;

const NAME = 'tidegate_session';
const SECRET = /^[\w-]{43}$/;

/** A session that is not used for so long has ended, and so has one that is so old. */
export const UNUSED_HOURS = 12;
export const OLDEST_DAYS = 30;
const OLDEST_SECONDS = OLDEST_DAYS * 86_400;

/** Replicas answer on the same host: the cookie goes to the control side alone. */
const ATTRIBUTES = 'Path=/v1; HttpOnly; SameSite=Strict';

/** What a browser shows for its session; the first that has the shape of one. */
export const sessionIn = ({ cookie }: Readonly<{ cookie?: string | undefined }>): string | undefined =>
  cookie
    ?.split(';')
    .map((pair) => pair.trim().split('=', 2))
    .find(([name, value = '']) => name === NAME && SECRET.test(value))?.[1];

const secured = (headers: Headers): string => (headers['x-forwarded-proto'] === 'https' ? '; Secure' : '');

export const cookieOf = (secret: string, headers: Headers): string =>
  `${NAME}=${secret}; Max-Age=${String(OLDEST_SECONDS)}; ${ATTRIBUTES}${secured(headers)}`;

export const cookieGone = (headers: Headers): string =>
  `${NAME}=; Max-Age=0; ${ATTRIBUTES}${secured(headers)}`;

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_ORIGIN: ReadonlySet<unknown> = new Set([undefined, 'same-origin', 'none']);

/**
 * Whether a session may speak for a request. Browsers add cookies to what other sites send, and to the forms of other ports of
 * this host; none of them can add a header without being asked whether it may, and nobody says yes.
 */
export const isOfConsole = (method: string, headers: Headers): boolean =>
  SAFE.has(method) || (headers['x-tidegate-console'] === '1' && OWN_ORIGIN.has(headers['sec-fetch-site']));
