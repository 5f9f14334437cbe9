/** The part of an OpenAPI document that says which paths take which methods. */
export type DescribedPaths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** In the order in which they are named. */
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The methods that a path takes, upper-case; empty when there is no such path. */
export const allowedMethods = (paths: DescribedPaths, path: string): string[] => {
  const parts = path.split('/');
  const found = Object.entries(paths).find(([pattern]) => matches(pattern.split('/'), parts));
  if (!found) return [];
  const taken = METHODS.filter((method) => Object.hasOwn(found[1], method)).map((method) =>
    method.toUpperCase(),
  );
  return [...taken.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
};

const matches = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((expected, i) => (expected.startsWith('{') ? parts[i] !== '' : expected === parts[i]));
