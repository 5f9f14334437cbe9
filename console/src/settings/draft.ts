/** What a reader changed, by JSON pointer; nothing else is sent. */
export type Draft = Readonly<Record<string, unknown>>;
type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const partsOf = (pointer: string): readonly string[] => pointer.split('/').slice(1);
const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** What a pointer names; undefined where there is nothing. */
export const valueAt = (spec: unknown, pointer: string): unknown =>
  partsOf(pointer).reduce<unknown>((value, name) => (isTree(value) ? value[name] : undefined), spec);

/** The endpoint as it is changed: its hardware by its id. */
export const specOf = <Endpoint extends Readonly<{ hardware: Readonly<{ id: string }> }>>(
  endpoint: Endpoint,
) => ({
  ...endpoint,
  hardware: endpoint.hardware.id,
});

/** A value changed, or changed back: then nothing is left of it. */
export const changed = (draft: Draft, spec: unknown, pointer: string, value: unknown): Draft => {
  const others = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== pointer));
  return same(value, valueAt(spec, pointer)) ? others : { ...others, [pointer]: value };
};

/** Names that are no more are taken away by null, as a merge patch wants it. */
const merged = (from: unknown, to: unknown): unknown => {
  if (!isTree(from) || !isTree(to)) return to;
  const gone = Object.keys(from).filter((name) => !(name in to));
  return {
    ...Object.fromEntries(Object.entries(to).filter(([name, value]) => !same(value, from[name]))),
    ...Object.fromEntries(gone.map((name) => [name, null])),
  };
};

const placed = (tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): Tree => {
  if (rest.length === 0) return { ...tree, [name]: value };
  const below = tree[name];
  return { ...tree, [name]: placed(isTree(below) ? below : {}, rest, value) };
};

/** The merge patch that makes a draft true. What is switched off as a whole has no parts. */
export const patchOf = (draft: Draft, spec: unknown): Tree => {
  const pointers = Object.keys(draft).filter(
    (pointer) =>
      !Object.keys(draft).some((other) => draft[other] === null && pointer.startsWith(`${other}/`)),
  );
  return pointers.reduce<Tree>(
    (patch, pointer) => placed(patch, partsOf(pointer), merged(valueAt(spec, pointer), draft[pointer])),
    {},
  );
};

/** Problems of a pointer or of what is below it, in one sentence. */
export const problemOf = (
  problems: readonly Readonly<{ pointer: string; message: string }>[],
  pointer: string,
): string | undefined => {
  const own = problems.filter((each) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`));
  return own.length === 0 ? undefined : own.map(({ message }) => message).join('; ');
};

export type Parsed = Readonly<{ value: unknown } | { error: string }>;

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** `name=value` by line. */
export const parseMap = (text: string): Parsed => {
  const entries = lines(text).map((line) => [line.slice(0, line.indexOf('=')).trim(), line] as const);
  const wrong = entries.find(([name, line]) => !line.includes('=') || name === '');
  if (wrong) return { error: `“${wrong[1]}” is not name=value` };
  return {
    value: Object.fromEntries(
      entries.map(([name, line]) => [name, line.slice(line.indexOf('=') + 1).trim()]),
    ),
  };
};
export const mapText = (value: unknown): string =>
  isTree(value)
    ? Object.entries(value)
        .map(([name, each]) => `${name}=${String(each)}`)
        .join('\n')
    : '';

/** `metric=target` by line. */
export const parseRules = (text: string): Parsed => {
  const rules = lines(text).map((line) => {
    const at = line.lastIndexOf('=');
    return { line, metric: line.slice(0, at).trim(), target: line.slice(at + 1).trim() };
  });
  const wrong = rules.find(({ metric, target }) => metric === '' || !NUMBER.test(target));
  if (wrong) return { error: `“${wrong.line}” is not metric=target, like concurrency=4` };
  return { value: rules.map(({ metric, target }) => ({ metric, target: Number(target) })) };
};
export const rulesText = (value: unknown): string =>
  Array.isArray(value)
    ? (value as readonly Readonly<{ metric: string; target: number }>[])
        .map(({ metric, target }) => `${metric}=${target}`)
        .join('\n')
    : '';

export const parseJson = (text: string): Parsed => {
  if (text.trim() === '') return { value: null };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { error: 'is not JSON' };
  }
};
export const jsonText = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2);

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
