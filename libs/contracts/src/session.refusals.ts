import { refusal } from './refusal-kind.ts';

/** What is refused of browsers that are signed in, or want to be. */
export const sessionRefusals = {
  'session.ended': refusal(401, 'UNAUTHENTICATED', 'The session has ended', {
    detail:
      'The session is unknown, was not used for long, or the token it stood for opens nothing any more.',
    remedy: 'Sign in again.',
  }),
  'session.code_invalid': refusal(401, 'UNAUTHENTICATED', 'The sign-in link does not work', {
    detail: 'The code was used before, is too old, or was never given out.',
    remedy: 'Get a new link with “tidegate console”, or sign in with a token.',
  }),
  'session.header_missing': refusal(403, 'PERMISSION_DENIED', 'The request does not come from the console', {
    detail:
      'What changes something by a session must carry the header X-Tidegate-Console and come from the same origin.',
    remedy: 'Send “X-Tidegate-Console: 1”, or a bearer token in place of the cookie.',
  }),
  'session.too_many_tokens': refusal(429, 'RESOURCE_EXHAUSTED', 'The session has enough tokens', {
    detail: 'A session may have {most} inference tokens at once, one for each project.',
    remedy: 'Wait some minutes until one of them has expired.',
  }),
} as const;
