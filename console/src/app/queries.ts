import { ApiError } from '@tidegate/sdk';
import { QueryClient } from '@tanstack/react-query';

const TRIES = 3;

/** Kept fresh by the stream of changes: nothing is asked again only because a window came to the front. */
export const queries = new QueryClient({
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
