import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { paths } from './generated/api.ts';
import type { Retries } from './retries.ts';
import { type Fetch, retrying } from './retrying.ts';

export type ClientOptions = Readonly<{
  /** Without one: in a browser the page’s own origin, elsewhere the platform that `npm start` brings up on this machine. */
  url?: string;
  /** Without one, a browser’s session. */
  token?: string;
  /** For the operator: the project to act in, asked at each call. */
  project?: string | (() => string | null);
  /** Sent with every call. */
  headers?: Readonly<Record<string, string>>;
  /** Of what is safe to repeat: GET, and POST, which gets an `Idempotency-Key` of its own. By default two more tries. */
  retries?: Retries;
  /** How long each try may take until its answer begins. */
  timeoutMs?: number;
  fetch?: Fetch;
}>;

export type Client = FetchClient<paths>;

const LOCAL = 'http://127.0.0.1:7070';

/** Every operation of the platform’s OpenAPI document, typed: `client.GET('/v1/endpoints/{endpointId}', …)`. */
export const clientOf = ({
  url,
  token,
  project,
  headers,
  fetch,
  ...patience
}: ClientOptions = {}): Client => {
  const client = createFetchClient<paths>({
    baseUrl: url ?? ('location' in globalThis ? '' : LOCAL),
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    fetch: retrying(fetch ?? ((request) => globalThis.fetch(request)), patience),
  });
  if (project !== undefined)
    client.use({
      onRequest({ request }) {
        const chosen = typeof project === 'string' ? project : project();
        if (chosen) request.headers.set('x-tidegate-project', chosen);
        return request;
      },
    });
  return client;
};
