import { ApiError } from '@tidegate/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

const TRIES = 3;
const UNAUTHENTICATED = 401;

/** A session that ended shows at whatever is asked next: then who is signed in is asked again, and the shell does the rest. */
const onError = (error: Error): void => {
  if (error instanceof ApiError && error.status === UNAUTHENTICATED)
    void queries.invalidateQueries({ queryKey: ['session'] });
};

/** Kept fresh by the stream of changes: nothing is asked again only because a window came to the front. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal is an answer; only what may pass is tried again.
      retry: (count, error) =>
        count < TRIES && (!(error instanceof ApiError) || error.status >= 500 || error.status === 429),
    },
  },
});
