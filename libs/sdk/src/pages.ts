import type { Client } from './client.ts';
import { unwrap } from './errors.ts';
import type { paths } from './generated/api.ts';

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
    if (nextCursor !== null && nextCursor === cursor)
      throw new Error('The list does not go on: it repeats its cursor');
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

type Answer<Operation> = Operation extends {
  responses: { 200: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;
type ItemIn<Body> = Body extends {
  readonly items: readonly (infer Item)[];
  readonly nextCursor: string | null;
}
  ? Item
  : never;
type ListItem<Path extends keyof paths> = paths[Path] extends { get: infer Get }
  ? ItemIn<Answer<Get>>
  : never;

/** The paths whose GET answers with pages. */
export type ListPath = {
  [Path in keyof paths]: [ListItem<Path>] extends [never] ? never : Path;
}[keyof paths];

type Parameters<Path extends ListPath> = paths[Path] extends {
  get: { parameters: { query?: infer Query; path?: infer InPath } };
}
  ? Readonly<{ query?: Omit<NonNullable<Query>, 'cursor'> }> &
      ([NonNullable<InPath>] extends [never] ? unknown : Readonly<{ path: NonNullable<InPath> }>)
  : never;
type Given<Path extends ListPath> =
  unknown extends Parameters<Path>
    ? [params?: Parameters<Path>]
    : object extends Parameters<Path>
      ? [params?: Parameters<Path>]
      : [params: Parameters<Path>];

/**
 * The same by the list’s path: `for await (const endpoint of listOf(client, '/v1/endpoints', { query: { state: 'running' } }))`.
 * @throws ApiError when a page is refused
 */
export const listOf = <Path extends ListPath>(
  client: Client,
  path: Path,
  ...[params]: Given<Path>
): AsyncGenerator<ListItem<Path>, void> => {
  // The types above have checked what is given: what is left is one request like any other.
  const get = client.GET as unknown as (at: string, init: object) => Answering<ListItem<Path>>;
  const { query, ...others } = (params ?? {}) as Readonly<{ query?: object; path?: object }>;
  return eachOf((cursor) =>
    get(path, { params: { ...others, query: { ...query, ...(cursor !== undefined && { cursor }) } } }),
  );
};
