import { unwrap } from '@tidegate/sdk';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';
import { onChange } from '../live/live.ts';
import { type Endpoint, type List, METRICS, numbersOf, patched } from './list.ts';

const PAGE = 200;
/** More than these are asked for by hand. */
export const AT_ONCE = 1_000;

const KEY = 'endpoint-list';
/** All endpoints, kept by the stream of changes rather than asked again. */
export const endpointList = (upTo = AT_ONCE) =>
  queryOptions({
    queryKey: [KEY, upTo],
    queryFn: async (): Promise<List> => {
      const items: Endpoint[] = [];
      let cursor: string | null = null;
      do {
        const query: Readonly<{ limit: number; cursor?: string }> = {
          limit: PAGE,
          ...(cursor !== null && { cursor }),
        };
        const page: Readonly<{ items: Endpoint[]; nextCursor: string | null }> = await unwrap(
          api.GET('/v1/endpoints', { params: { query } }),
        );
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null && items.length < upTo);
      return { items, hasMore: cursor !== null };
    },
    staleTime: Infinity,
  });

const SETTLE_MS = 150;
/** Patches the lists by what changes, a few times a second at most. @returns what ends it */
export const followEndpoints = (queries: QueryClient): (() => void) => {
  let changes: Parameters<typeof patched>[1][number][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settle = (): void => {
    timer = undefined;
    const now = changes;
    changes = [];
    queries.setQueriesData<List>({ queryKey: [KEY] }, (list) => list && patched(list, now));
  };
  const end = onChange((change) => {
    changes.push(change);
    timer ??= setTimeout(settle, SETTLE_MS);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
};

/** Measurements have no events: asked again as often as they are made. */
const [EVERY_MS, EVERY_MS_OF_MANY, MANY] = [5_000, 15_000, 100];

export const useNumbers = (endpoints: number) =>
  useQuery({
    queryKey: ['endpoint-numbers'],
    queryFn: async () => {
      const values: { endpointId: string | null; metric: string; value: number | null }[] = [];
      let cursor: string | null = null;
      do {
        const query: Readonly<{ names: string; cursor?: string }> = {
          names: METRICS.join(','),
          ...(cursor !== null && { cursor }),
        };
        const page: Readonly<{ items: typeof values; nextCursor: string | null }> = await unwrap(
          api.GET('/v1/metric-values', { params: { query } }),
        );
        values.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return numbersOf(values);
    },
    refetchInterval: endpoints > MANY ? EVERY_MS_OF_MANY : EVERY_MS,
    enabled: endpoints > 0,
  });
