export type PullProblem = Readonly<{
  /** In words for the endpoint's owner. */
  sentence: string;
  /** It may go well a little later. */
  isPassing: boolean;
}>;

/** What a daemon said: the status of its answer, null when it came amid the progress, and its words. */
export type PullFailure = Readonly<{ status: number | null; message: string }>;

type Kind = 'denied' | 'missing' | 'no_room' | 'busy' | 'unreachable' | 'other';

/**
 * In this order. Registries hide what may not be seen: without credentials "access denied" and "does not exist" are one
 * message, which is then taken for what it is with the credentials that were given.
 */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ['no_room', /no space left on device/i],
  ['busy', /toomanyrequests|too many requests|rate limit/i],
  [
    'denied',
    /unauthorized|authentication required|no basic auth credentials|incorrect username or password|access forbidden|\b40[13] (?:unauthorized|forbidden)/i,
  ],
  [
    'missing',
    /manifest unknown|manifest for .{1,300} not found|repository does not exist|name unknown|no such image|not found: /i,
  ],
  ['denied', /denied|forbidden/i],
  [
    'unreachable',
    /no such host|dial tcp|i\/o timeout|connection (?:refused|reset)|TLS handshake|request canceled|context deadline exceeded|unexpected EOF|\bEOF$|no route to host|network is unreachable|x509|server gave HTTP response|temporary failure|50[0234] |internal server error|bad gateway|service unavailable|stopped coming/i,
  ],
];

const SENTENCES: Readonly<Record<Kind, (image: string) => string>> = {
  denied: (image) => `the registry of ${image} does not let this endpoint have it`,
  missing: (image) => `${image} was not found: there is no such image or tag, or it needs credentials`,
  no_room: (image) => `${image} does not fit the disk of this node`,
  busy: (image) => `the registry of ${image} asks to come back later`,
  unreachable: (image) => `the registry of ${image} cannot be reached`,
  other: (image) => `${image} could not be fetched`,
};

const PASSING: readonly Kind[] = ['busy', 'unreachable'];
const LONGEST_MESSAGE = 300;

export const pullProblem = (image: string, { status, message }: PullFailure): PullProblem => {
  const told = KINDS.find(([, pattern]) => pattern.test(message))?.[0];
  const kind = told ?? (status === 404 ? 'missing' : 'other');
  const words = message.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE);
  return { sentence: `${SENTENCES[kind](image)}: ${words}`, isPassing: PASSING.includes(kind) };
};
