import { unwrap } from '@tidegate/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';

/** Who is signed in, by the cookie of the session. */
export const me = queryOptions({
  queryKey: ['me'],
  queryFn: () => unwrap(api.GET('/v1/me')),
  staleTime: 60_000,
});
