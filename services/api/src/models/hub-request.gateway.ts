/** What the hub answered: its status, its own code for a failure, and the body where it is JSON of a decent size. */
export type HubReply = Readonly<{ status: number; errorCode: string | null; body: unknown }>;

/** It answered, and what it said is of no use: nobody else is to blame for that. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

const MOST_REDIRECTS = 3;

export type HubAsk = Readonly<{
  url: URL;
  token: string | null;
  limitBytes: number;
  signal: AbortSignal;
}>;

/**
 * One GET. Redirects are followed on the same origin only: the token goes nowhere else, and no answer can send this
 * process to another machine.
 * @throws Unusable for a body that is too large or no JSON, and for redirects that lead elsewhere or too far
 * @throws whatever fetch throws when nobody answers in time
 */
export const askHub = async ({ url, token, limitBytes, signal }: HubAsk): Promise<HubReply> => {
  let at = url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const headers = {
      accept: 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const response = await fetch(at, { headers, signal, redirect: 'manual' });
    const next = isRedirect(response.status) ? response.headers.get('location') : null;
    if (next === null) return replyIn(response, limitBytes);
    await response.body?.cancel();
    at = within(url, at, next);
  }
  throw new Unusable(`the hub redirected more than ${MOST_REDIRECTS} times`);
};

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const within = ({ origin }: URL, at: URL, location: string): URL => {
  const next = URL.parse(location, at.href);
  if (next?.origin === origin) return next;
  throw new Unusable('the hub redirected to another place');
};

const replyIn = async (response: Response, limitBytes: number): Promise<HubReply> => {
  const { status } = response;
  const errorCode = response.headers.get('x-error-code');
  if (status !== 200) {
    await response.body?.cancel();
    return { status, errorCode, body: undefined };
  }
  return { status, errorCode, body: parsed(await textOf(response, limitBytes)) };
};

const textOf = async (response: Response, limitBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The types of fetch and of Node's own streams do not know each other.
  const body = (response.body ?? []) as AsyncIterable<Uint8Array>;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Unusable(`the hub answered with more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unusable('the hub answered with something that is no JSON');
  }
};
