import { originForm, pathOf } from '../wire/route.ts';

export const CHALLENGE_PATH = '/.well-known/acme-challenge/';

/** RFC 8555, 8.3: base64url, nothing else. So a token can be a file's name as it stands. */
const TOKEN = /^[A-Za-z0-9_-]{1,256}$/;

/** The token that a request target asks for; null when it asks for one that cannot be; undefined when it asks for none. */
export const challengeIn = (url: string): string | null | undefined => {
  const path = pathOf(originForm(url));
  if (!path.startsWith(CHALLENGE_PATH)) return undefined;
  const token = path.slice(CHALLENGE_PATH.length);
  return TOKEN.test(token) ? token : null;
};
