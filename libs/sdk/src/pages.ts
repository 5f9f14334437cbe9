import { unwrap } from './errors.ts';

type Page<Item> = Readonly<{ items: readonly Item[]; nextCursor: string | null }>;
type Answering<Item> = Promise<Readonly<{ data?: Page<Item>; error?: unknown; response: Response }>>;

/**
 * All items of a list, page by page, asked for as they are taken.
 * @throws ApiError when a page is refused
 */
export async function* eachOf<Item>(
  page: (cursor: string | undefined) => Answering<Item>,
): AsyncGenerator<Item, void> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await unwrap(page(cursor));
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
