import type { FieldError } from '@tidegate/sdk';

export type Value = string | number | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;
export type Option = Readonly<{ value: string; label: string }>;

export type Field = Readonly<{
  /** As in the request: what the API says about it lands beside it. */
  name: string;
  label: string;
  kind:
    | 'text'
    /** A text for which there are proposals. */
    | 'suggest'
    | 'area'
    | 'secret'
    | 'number'
    | 'switch'
    | 'select'
    | 'many'
    /** Free texts, as many as there are. */
    | 'texts'
    | 'moment';
  help?: string;
  placeholder?: string;
  required?: boolean;
  options?: readonly Option[];
  /** Cannot be changed once it is there. */
  fixed?: boolean;
  when?: (values: Values) => boolean;
}>;

export const optionsOf = (names: readonly string[]): readonly Option[] =>
  names.map((name) => ({ value: name, label: name }));

/** The start of a form: what is known of an item, else what is usual, else nothing. */
export const startOf = (fields: readonly Field[], known: Readonly<Record<string, unknown>> = {}): Values =>
  Object.fromEntries(
    fields.map(({ name, kind }) => [name, valueOf(known[name]) ?? EMPTY[kind] ?? ''] as const),
  );

const EMPTY: Partial<Record<Field['kind'], Value>> = { switch: false, many: [], texts: [] };

const valueOf = (value: unknown): Value | undefined => {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return undefined;
};

/** What is sent: fields that are shown and filled, moments with their zone. */
export const filledOf = (fields: readonly Field[], values: Values): Record<string, Value> =>
  Object.fromEntries(
    fields.flatMap((field): [string, Value][] => {
      const value = values[field.name];
      if (value === undefined || value === '' || field.when?.(values) === false) return [];
      return [[field.name, field.kind === 'moment' ? new Date(String(value)).toISOString() : value]];
    }),
  );

/** Of what is sent, what differs from what was there. */
export const changedOf = (sent: Record<string, Value>, before: Values): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(sent).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );

/** A place inside a field as people count: `1/cidr` is `no. 2, cidr`. */
const placeOf = (path: string): string =>
  path
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? `no. ${Number(part) + 1}` : part))
    .join(', ');

/** Fields of objects inside the request: `limits/requestsPerMinute` is one of `limits`. */
export const nestedOf = (flat: Record<string, Value>): Record<string, unknown> => {
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const [outer = '', inner] = name.split('/');
    nested[outer] =
      inner === undefined ? value : { ...(nested[outer] as object | undefined), [inner]: value };
  }
  return nested;
};

export type Said = Readonly<{ beside: Readonly<Record<string, string>>; elsewhere: readonly FieldError[] }>;

/** What the API has against a request, field by field; what points nowhere in the form stays for its end. */
export const saidOf = (fields: readonly Field[], errors: readonly FieldError[]): Said => {
  const names = fields.map(({ name }) => name);
  const beside: Record<string, string> = {};
  const elsewhere: FieldError[] = [];
  for (const error of errors) {
    const path = error.pointer.replace(/^#?\//, '');
    const name = names.find((known) => path === known || path.startsWith(`${known}/`));
    if (name === undefined) {
      elsewhere.push(error);
      continue;
    }
    const inside = path.slice(name.length + 1);
    const text = inside === '' ? error.message : `${placeOf(inside)}: ${error.message}`;
    beside[name] = beside[name] === undefined ? text : `${beside[name]}; ${text}`;
  }
  return { beside, elsewhere };
};

/** A request without one of its fields. */
export const without = (sent: Record<string, Value>, name: string): Record<string, Value> =>
  Object.fromEntries(Object.entries(sent).filter(([field]) => field !== name));
