import type { Dice } from './dice.ts';

/** As much of the API description as requests are made from. */
export type Schema = Readonly<{
  $ref?: string;
  type?: string | readonly string[];
  example?: unknown;
  default?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  pattern?: string;
  minimum?: number;
}>;
type Parameter = Readonly<{ $ref?: string; name?: string; in?: string; schema?: Schema }>;
type Operation = Readonly<{
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Schema }>>> }>;
}>;
export type Description = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<{
    schemas: Readonly<Record<string, Schema>>;
    parameters: Readonly<Record<string, Parameter>>;
  }>;
}>;

export type Route = Readonly<{
  /** Upper-case. */
  method: string;
  /** With its parameters in braces. */
  path: string;
  query: readonly Readonly<{ name: string; schema: Schema }>[];
  headers: readonly string[];
  body: Readonly<{ schema: Schema; types: readonly string[] }> | null;
}>;

export const routesOf = ({ paths, components }: Description): Route[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]): Route => {
      const all = parameters.map((one) => components.parameters[one.$ref?.split('/').at(-1) ?? ''] ?? one);
      const content = Object.entries(requestBody?.content ?? {});
      const named = (place: string): readonly Parameter[] => all.filter((one) => one.in === place);
      return {
        method: method.toUpperCase(),
        path,
        query: named('query').map(({ name = '', schema = {} }) => ({ name, schema })),
        headers: named('header').map(({ name = '' }) => name),
        body: content[0] ? { schema: content[0][1].schema, types: content.map(([type]) => type) } : null,
      };
    }),
  );

const TIME = '2030-01-31T12:00:00Z';
const OPTIONAL_FIELDS = 0.12;

/** Good values from schemas: examples and defaults, and now and then a field that may be left out. */
export class Samples {
  private readonly description: Description;
  private readonly dice: Dice;

  constructor(description: Description, dice: Dice) {
    this.description = description;
    this.dice = dice;
  }

  resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    const chosen = schema.anyOf ?? schema.oneOf;
    if (name !== undefined) return this.resolved(this.description.components.schemas[name] ?? {});
    return chosen ? this.resolved(chosen.find(({ type }) => type !== 'null') ?? {}) : schema;
  }

  of(given: Schema): unknown {
    if (given.example !== undefined) return given.example;
    const schema = this.resolved(given);
    if (schema.properties) return this.object(schema);
    const known = [schema.example, schema.default, schema.enum?.[0]].find(
      (one) => one !== undefined && one !== null,
    );
    return known ?? this.#plain(schema);
  }

  object({ properties = {}, required = [] }: Schema): Record<string, unknown> {
    const chosen = Object.entries(properties).filter(
      ([name]) => required.includes(name) || this.dice.chance(OPTIONAL_FIELDS),
    );
    return Object.fromEntries(chosen.map(([name, schema]) => [name, this.of(schema)]));
  }

  #plain(schema: Schema): unknown {
    const { type, items, pattern } = schema;
    switch (typeof type === 'string' ? type : type?.find((one) => one !== 'null')) {
      case 'integer':
      case 'number':
        return schema.minimum ?? 1;
      case 'boolean':
        return true;
      case 'array':
        return [items].flatMap((one) => (one ? [this.of(one)] : []));
      case 'object':
        return {};
      default:
        return pattern === undefined ? 'text' : TIME;
    }
  }
}
