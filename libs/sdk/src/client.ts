import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import type { paths } from './generated/api.ts';

export type ClientOptions = Readonly<{
  /** Like http://127.0.0.1:7070; in a browser the page’s own origin. */
  url?: string;
  /** Without one, a browser’s session. */
  token?: string;
  /** For the operator: the project to act in, asked at each call. */
  project?: string | (() => string | null);
  /** Sent with every call. */
  headers?: Readonly<Record<string, string>>;
  fetch?: (request: Request) => Promise<Response>;
}>;

export type Client = FetchClient<paths>;

/** Every operation of the platform’s OpenAPI document, typed: `client.GET('/v1/endpoints/{endpointId}', …)`. */
export const clientOf = ({ url, token, project, headers, fetch }: ClientOptions = {}): Client => {
  const client = createFetchClient<paths>({
    baseUrl: url ?? '',
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(fetch && { fetch }),
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
