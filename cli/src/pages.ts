import type { Api } from './api.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;
type Page<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>;

/** What every list takes at most in one page. */
const PAGE = 200;

/** A path with what is given of a query. */
export const asked = (path: string, query: Query): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
};

/** A list, page by page, as far as it is wanted. */
export const listed = async <Item>(api: Api, path: string, query: Query, limit: number): Promise<Item[]> => {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const wanted = { ...query, limit: Math.min(PAGE, limit - items.length), cursor };
    const page: Page<Item> = await api.call('GET', asked(path, wanted));
    items.push(...page.items);
    if (page.nextCursor === null || items.length >= limit) return items;
    cursor = page.nextCursor;
  }
};
