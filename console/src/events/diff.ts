export type Difference = Readonly<{ pointer: string; from: unknown; to: unknown }>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where two documents differ, as JSON pointers; lists differ as a whole. */
export const differences = (from: unknown, to: unknown, pointer = ''): readonly Difference[] => {
  if (isObject(from) && isObject(to))
    return [...new Set([...Object.keys(from), ...Object.keys(to)])]
      .sort()
      .flatMap((name) => differences(from[name], to[name], `${pointer}/${escaped(name)}`));
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ pointer, from, to }];
};

/** A value in one line. */
export const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'none';
  if (value === '') return 'empty';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
