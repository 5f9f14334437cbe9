import { ApiError, unwrap } from '@tidegate/sdk';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, chooseProject, chosenProject, headers } from './api.ts';

export type Session = Readonly<{
  kind: 'operator' | 'token';
  actor: string;
  name: string | null;
  projectId: string | null;
  scopes: readonly string[];
  role: string | null;
  signedInAt: string;
  expiresAt: string;
  tokenExpiresAt: string | null;
}>;

const SESSION = '/v1/session';

const askFor = async (init: RequestInit): Promise<unknown> => {
  const answer = await fetch(SESSION, {
    credentials: 'same-origin',
    ...init,
    headers: { ...headers(), 'content-type': 'application/json' },
  });
  const body: unknown = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, body);
  return body;
};

/** Who is signed in, by the cookie; null when nobody is. The project that it says is the one that is looked at. */
export const session = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    const { session } = (await askFor({ signal })) as { session: Session | null };
    chooseProject(session?.projectId ?? null);
    return session;
  },
  staleTime: 60_000,
});

/** A session that was just begun or changed: what is known of another is forgotten, and what is still under way is not heard. */
export const signedIn = async (queries: QueryClient, now: Session | null): Promise<void> => {
  await queries.cancelQueries({ queryKey: session.queryKey });
  chooseProject(now?.projectId ?? null);
  queries.setQueryData(session.queryKey, now);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== session.queryKey[0] });
};

export const signIn = async (
  queries: QueryClient,
  by: Readonly<{ token: string } | { code: string }>,
): Promise<void> => {
  await signedIn(queries, (await askFor({ method: 'POST', body: JSON.stringify(by) })) as Session);
};

export const signOut = async (queries: QueryClient): Promise<void> => {
  await askFor({ method: 'DELETE' });
  await signedIn(queries, null);
};

/** For the operator: the project that all pages are about from now on. */
export const lookAt = async (queries: QueryClient, projectId: string): Promise<void> => {
  if (projectId === chosenProject()) return;
  await signedIn(
    queries,
    (await askFor({ method: 'PATCH', body: JSON.stringify({ projectId }) })) as Session,
  );
};

/** Who calls, as the API sees it. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: () => unwrap(api.GET('/v1/me')),
  staleTime: 60_000,
});
