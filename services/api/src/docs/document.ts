import { type Described, type Operation, type Parameter, type Schemas } from './operation.ts';
import { withNames } from './named-schemas.ts';
import { PARAMETERS, SUMMARIES, TAGS } from './operations.ts';
import { refusedComponents, refusedResponses } from './refused-responses.ts';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'The same key and body have one effect and one answer for 24 hours',
  example: '0f6f2b4e-0b1f-4f6b-9c55-2d8d1c9a7b10',
};
const REQUEST_ID = {
  description:
    'The request’s own id, or the one it came with: it stands in every event and log line it leads to',
  schema: { type: 'string' },
};

/**
 * What controllers do not say of themselves, because it is the same for all: how an operation is refused, what a POST may
 * carry, and the names of what is answered.
 */
export const completed = <Document extends Described>(document: Document, views: Schemas): Document => {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method,
          operationOf(path, method, operation),
        ]),
      ),
    ]),
  );
  const { part, met } = withNames(paths, views);
  const components = {
    ...document.components,
    schemas: sorted({ ...document.components?.schemas, ...met, ...problemOf(views) }),
    responses: refusedComponents(),
    parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
    headers: { RequestId: REQUEST_ID },
  };
  return { ...document, tags: tagsOf(document), paths: part, components };
};

/** It is named by the responses, and by them alone. */
const problemOf = ({ Problem }: Schemas): Schemas => (Problem ? { Problem } : {});

const operationOf = (path: string, method: string, operation: Operation): Operation => {
  const parameters = [...(operation.parameters ?? []), ...missing(path, operation)].map(described);
  const summary = operation.summary ?? SUMMARIES[operation.operationId ?? ''];
  return {
    ...operation,
    ...(summary !== undefined && summary !== '' && { summary }),
    parameters:
      method === 'post' ? [...parameters, { $ref: '#/components/parameters/IdempotencyKey' }] : parameters,
    responses: { ...operation.responses, ...refusedResponses({ path, method, operation }) },
  };
};

const described = (parameter: Parameter): Parameter => {
  const description = PARAMETERS[parameter.name ?? ''];
  return description === undefined || parameter.description ? parameter : { ...parameter, description };
};

/** A controller that takes all parts of its path at once names none of them. */
const missing = (path: string, { parameters = [] }: Operation): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !parameters.some((parameter) => parameter.in === 'path' && parameter.name === name))
    .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const tagsOf = ({ paths }: Described): typeof TAGS => {
  const used = new Set(
    Object.values(paths).flatMap((operations) =>
      Object.values(operations).flatMap((operation) => (operation as { tags?: string[] }).tags ?? []),
    ),
  );
  return TAGS.filter(({ name }) => used.has(name));
};

const sorted = (schemas: Schemas): Schemas =>
  Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
