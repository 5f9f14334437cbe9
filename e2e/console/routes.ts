import { readFile } from 'node:fs/promises';

const ROUTER = new URL('../../console/src/app/router.tsx', import.meta.url);
const ROUTE = /\b(page|tab)\(\s*'([^']+)'/g;
const ENDPOINT = '/endpoints/$endpointId';

/** Every path that the console has, as its router says: one that is added is looked at from then on. */
export const patterns = async (): Promise<string[]> => {
  const text = await readFile(ROUTER, 'utf8');
  return [...text.matchAll(ROUTE)].map(([, kind, path = '']) =>
    kind === 'tab' ? `${ENDPOINT}${path === '/' ? '' : path}` : path,
  );
};

/** Those paths with what they are about filled in. */
export const filledWith = (
  all: readonly string[],
  ids: Readonly<Record<string, string>>,
): Readonly<{ pattern: string; path: string }>[] =>
  all.map((pattern) => ({
    pattern,
    path: pattern.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`nothing is known for $${name} of ${pattern}`);
      return id;
    }),
  }));
