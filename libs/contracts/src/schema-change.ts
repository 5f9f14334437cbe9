type Json = Readonly<Record<string, unknown>>;

/** What became of a JSON Schema: `additive` lets all old data through and asks for nothing more; `breaking` does not. */
export type SchemaChange = 'none' | 'additive' | 'breaking';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const without = (schema: Json, ...keys: string[]): [string, unknown][] =>
  Object.entries(schema).filter(([key]) => !['description', 'title', '$schema', ...keys].includes(key));
const worst = (changes: readonly SchemaChange[]): SchemaChange =>
  changes.find((change) => change === 'breaking') ??
  changes.find((change) => change === 'additive') ??
  'none';

/**
 * Compares two JSON Schemas of one event. Additive are new properties that nobody must give, and new values of an
 * enumeration; everything else that differs is breaking. What is stored is not parsed again when it is read, so a
 * property that is new and required is missing in old data even if it has a default.
 */
export const schemaChange = (before: unknown, after: unknown): SchemaChange => {
  if (!isObject(before) || !isObject(after)) return sameJson(before, after) ? 'none' : 'breaking';
  return worst([
    propertiesChange(before, after),
    enumChange(before['enum'], after['enum']),
    restChange(before, after),
  ]);
};

const propertiesChange = (before: Json, after: Json): SchemaChange => {
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  const added = Object.keys(now).filter((name) => !(name in old));
  const required = requiredOf(after);
  const isSameDuty = Object.keys(old).every((name) => requiredOf(before).has(name) === required.has(name));
  if (!isSameDuty || added.some((name) => required.has(name))) return 'breaking';
  return worst([
    added.length > 0 ? 'additive' : 'none',
    ...Object.entries(old).map(([name, schema]) =>
      name in now ? schemaChange(schema, now[name]) : 'breaking',
    ),
  ]);
};

const enumChange = (before: unknown, after: unknown): SchemaChange => {
  if (!Array.isArray(before) || !Array.isArray(after)) return sameJson(before, after) ? 'none' : 'breaking';
  const values = new Set<unknown>(after);
  if (!before.every((value) => values.has(value))) return 'breaking';
  return before.length === after.length ? 'none' : 'additive';
};

/** Everything else: schemas inside it are compared, constraints must be the same. */
const restChange = (before: Json, after: Json): SchemaChange => {
  const skipped = ['properties', 'required', 'enum'];
  const [old, now] = [new Map(without(before, ...skipped)), new Map(without(after, ...skipped))];
  return worst(
    [...new Set([...old.keys(), ...now.keys()])].map((key) => partChange(old.get(key), now.get(key))),
  );
};

const partChange = (before: unknown, after: unknown): SchemaChange => {
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return worst(before.map((part, i) => schemaChange(part, after[i])));
  return schemaChange(before, after);
};

const propertiesOf = ({ properties }: Json): Json => (isObject(properties) ? properties : {});
const requiredOf = ({ required }: Json): ReadonlySet<unknown> =>
  new Set(Array.isArray(required) ? required : []);
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
