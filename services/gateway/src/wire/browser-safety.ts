import { type HeaderLines, line, linesOf, pairsOf } from './header-lines.ts';

/**
 * The console is served on the same host as every endpoint’s own paths: what a replica answers there is of the same origin.
 * So its pages are shown without that origin, it never sees the console’s session, and it cannot set another one.
 */
const SESSION = 'tidegate_session=';

export const holdsSession = (cookie: string): boolean => cookie.includes(SESSION);

/** The same headers without the console’s session among the cookies. */
export const withoutSession = (lines: HeaderLines): HeaderLines => {
  const pairs = pairsOf(lines);
  const kept: string[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const [name = '', value = ''] = [pairs[i], pairs[i + 1]];
    const left = name.toLowerCase() === 'cookie' ? otherCookies(value) : value;
    if (left !== '' || value === '') kept.push(name, left);
  }
  return linesOf(kept);
};

const otherCookies = (value: string): string =>
  value
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => !pair.startsWith(SESSION))
    .join('; ');

export const setsSession = (setCookie: string): boolean => setCookie.trimStart().startsWith(SESSION);

/** What a browser sends wherever it would show the answer as a document of its own, and scripts cannot keep it from sending. */
export const wantsPage = (accept: string): boolean => accept.includes('text/html');

/** On a host of its own, an endpoint’s pages are among themselves. */
const isOnSharedHost = (url: string): boolean =>
  !url.startsWith('/') || url.startsWith('/api/d/') || url.startsWith('/v1/');

const SANDBOX = line(
  'content-security-policy',
  'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts',
);

export const sandboxFor = (url: string): HeaderLines => (isOnSharedHost(url) ? SANDBOX : '');
