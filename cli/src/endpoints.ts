import { type Api, Failed } from './api.ts';

type Named = Readonly<{ id: string; name: string }>;
type Page = Readonly<{ items: readonly Named[]; nextCursor: string | null }>;

const ID = /^endpt-[0-9a-f]{12}$/;
const PAGE = 200;
const MOST_PAGES = 50;

/** The id of an endpoint that was called by its id or its name. */
export const endpointIdOf = async (api: Api, called: string): Promise<string> => {
  if (ID.test(called)) return called;
  let cursor = '';
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await api.call<Page>('GET', `/v1/endpoints?limit=${PAGE}${cursor}`);
    const found = items.find(({ name }) => name === called);
    if (found) return found.id;
    if (nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
  throw new Failed([`There is no endpoint “${called}” in this project.`, 'Give its name or its id.']);
};
