/** JSON that JavaScript's own values cannot stand for: numbers beyond all bounds, keys that come twice, keys like `__proto__`. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export class Members {
  readonly entries: readonly (readonly [string, Json])[];
  constructor(entries: readonly (readonly [string, Json])[]) {
    this.entries = entries;
  }
  with(key: string, value: Json): Members {
    const known = this.entries.some(([name]) => name === key);
    return new Members(
      known
        ? this.entries.map(([name, old]) => [name, name === key ? value : old] as const)
        : [...this.entries, [key, value]],
    );
  }
}
export type Json = null | boolean | number | string | Raw | Members | readonly Json[];

/** Any plain value, in the form that can be spoiled. */
export const jsonOf = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object' && value !== null)
    return new Members(Object.entries(value).map(([key, one]) => [key, jsonOf(one)] as const));
  return value as Json;
};

export const textOf = (value: Json): string => {
  if (value instanceof Raw) return value.text;
  if (value instanceof Members)
    return `{${value.entries.map(([key, one]) => `${JSON.stringify(key)}:${textOf(one)}`).join(',')}}`;
  return isList(value) ? `[${value.map(textOf).join(',')}]` : JSON.stringify(value);
};

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
