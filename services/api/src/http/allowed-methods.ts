/** The part of an OpenAPI document that says which paths take which methods. */
export type DescribedPaths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options'];

/** The methods that a path takes, upper-case; empty when there is no such path. */
export const allowedMethods = (paths: DescribedPaths, path: string): string[] => {
  const parts = path.split('/');
  const found = Object.entries(paths).find(([pattern]) => matches(pattern.split('/'), parts));
  return found
    ? Object.keys(found[1])
        .filter((method) => METHODS.includes(method))
        .map((method) => method.toUpperCase())
    : [];
};

const matches = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((expected, i) => (expected.startsWith('{') ? parts[i] !== '' : expected === parts[i]));
