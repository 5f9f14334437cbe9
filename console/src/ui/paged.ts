import { useInfiniteQuery } from '@tanstack/react-query';

export type PageOf<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>;
/** Asks for one page of a list; the first without a cursor. */
export type AskPage<Item> = (cursor: string | undefined) => Promise<PageOf<Item>>;

/** As many as a page asks for; more come on demand. */
export const PAGE = 50;

export type Paged<Item> = Readonly<{
  items: readonly Item[] | undefined;
  error: Error | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
}>;

/**
 * A list, page by page. The first word of its key is what changes of the project make old; only what has no changes in
 * the stream names how often it is asked again.
 */
export const usePaged = <Item>(
  key: readonly unknown[],
  ask: AskPage<Item>,
  { everyMs, enabled = true }: Readonly<{ everyMs?: number; enabled?: boolean }> = {},
): Paged<Item> => {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  });
  return {
    items: data?.pages.flatMap(({ items }) => items),
    error: data === undefined ? error : null,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    more: () => void fetchNextPage(),
  };
};
