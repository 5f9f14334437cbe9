// What the command line must know of each operation to make a command of it: its route, its query and the fields of its body.
type Schema = Readonly<{
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  format?: string;
  description?: string;
  default?: unknown;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: readonly Schema[];
}>;
type Parameter = Readonly<{
  name?: string;
  in?: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}>;
type Content = Readonly<Record<string, Readonly<{ schema?: Schema }>>>;
type Operation = Readonly<{
  operationId: string;
  summary?: string;
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{ required?: boolean; content: Content }>;
  responses: Readonly<Record<string, Readonly<{ content?: Content }>>>;
}>;
type Document = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<{ schemas: Readonly<Record<string, Schema>> }>;
}>;

export type Field = Readonly<{
  type: 'text' | 'time' | 'whole' | 'number' | 'flag' | 'list' | 'pairs' | 'values' | 'json';
  about?: string;
  choices?: readonly string[];
  required?: true;
  fields?: Readonly<Record<string, Field>>;
}>;
export type CliOperation = Readonly<{
  method: string;
  path: string;
  about: string;
  query?: Readonly<Record<string, Field>>;
  ifMatch?: true;
  sends?: string;
  fields?: Readonly<Record<string, Field>>;
  answers: 'page' | 'one' | 'none' | 'text';
}>;

/** Answers of these are looked up with the page before, which the command line does by itself. */
const OF_PAGES = new Set(['cursor']);
const MERGE_PATCH = 'application/merge-patch+json';

export const cliOperations = (openApi: string): string => {
  const document = JSON.parse(openApi) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, CliOperation] => [
      operation.operationId,
      operationOf({ document, method, path, operation }),
    ]),
  );
  return `${JSON.stringify(Object.fromEntries(operations), null, 1)}\n`;
};

type At = Readonly<{ document: Document; method: string; path: string; operation: Operation }>;

// eslint-disable-next-line complexity -- each line is a field that may be absent
const operationOf = ({ document, method, path, operation }: At): CliOperation => {
  const parameters = operation.parameters ?? [];
  const query = parameters.filter(({ in: place, name }) => place === 'query' && !OF_PAGES.has(name ?? ''));
  const types = Object.keys(operation.requestBody?.content ?? {});
  const sends = types.includes(MERGE_PATCH) ? MERGE_PATCH : types[0];
  const body = sends && operation.requestBody?.content[sends]?.schema;
  const fields = body && fieldsOf(document, resolved(document, body), 2);
  return {
    method: method.toUpperCase(),
    path,
    about: operation.summary ?? '',
    ...(query.length > 0 && {
      query: Object.fromEntries(
        query.map((each): [string, Field] => [each.name ?? '', parameterOf(document, each)]),
      ),
    }),
    ...(parameters.some(({ name }) => name === 'If-Match') && { ifMatch: true as const }),
    ...(sends && { sends }),
    ...(fields && Object.keys(fields).length > 0 && { fields }),
    answers: answersOf(document, operation),
  };
};

const parameterOf = (document: Document, { schema = {}, description, required }: Parameter): Field => ({
  ...fieldOf(document, schema, 0),
  ...(description && { about: description }),
  ...(required && { required }),
});

// eslint-disable-next-line complexity -- each line is a kind of answer
const answersOf = (document: Document, { responses }: Operation): CliOperation['answers'] => {
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const content = good?.content ?? {};
  const schema = content['application/json']?.schema;
  if (!schema) return Object.keys(content).length > 0 ? 'text' : 'none';
  const { properties = {} } = resolved(document, schema);
  return properties['items'] && properties['nextCursor'] && !properties['line'] ? 'page' : 'one';
};

const resolved = (document: Document, schema: Schema): Schema => {
  if (schema.$ref !== undefined)
    return resolved(document, document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  return only && others.length === 0 ? { ...resolved(document, only), ...descriptionOf(schema) } : schema;
};

const descriptionOf = ({ description }: Schema) => (description === undefined ? {} : { description });

const fieldsOf = (
  document: Document,
  { properties = {}, required = [] }: Schema,
  depth: number,
): Record<string, Field> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]): [string, Field] => [
      name,
      {
        ...fieldOf(document, schema, depth - 1),
        ...(required.includes(name) && { required: true as const }),
      },
    ]),
  );

const fieldOf = (document: Document, schema: Schema, depth: number): Field => {
  const whole = resolved(document, schema);
  const type = typeOf(document, whole);
  const choices = (whole.enum ?? []).filter((each) => typeof each === 'string');
  const about = [
    whole.description,
    whole.default === undefined ? undefined : `default ${JSON.stringify(whole.default)}`,
  ];
  return {
    type,
    ...(about.some(Boolean) && { about: about.filter(Boolean).join('; ') }),
    ...(choices.length > 0 && { choices }),
    ...(type === 'json' && whole.properties && depth > 0 && { fields: fieldsOf(document, whole, depth) }),
  };
};

const SCALARS: Readonly<Record<string, Field['type']>> = {
  string: 'text',
  integer: 'whole',
  number: 'number',
  boolean: 'flag',
};

// eslint-disable-next-line complexity -- each line is a kind of schema
const typeOf = (document: Document, { type, format, items, additionalProperties }: Schema): Field['type'] => {
  const [only, ...others] = [type ?? []].flat().filter((each) => each !== 'null');
  if (only === undefined || others.length > 0) return 'json';
  if (format === 'date-time') return 'time';
  if (only === 'array')
    return SCALARS[String([resolved(document, items ?? {}).type].flat()[0])] ? 'list' : 'json';
  // Names with words, or with any values; what has fields of its own is JSON.
  if (only === 'object' && typeof additionalProperties === 'object') return 'pairs';
  if (only === 'object' && additionalProperties === true) return 'values';
  return SCALARS[only] ?? 'json';
};
