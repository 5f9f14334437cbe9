import { packageFile } from '../package-file.ts';

/** A field of a body or a query, as the platform's document describes it. */
export type Field = Readonly<{
  type: 'text' | 'time' | 'whole' | 'number' | 'flag' | 'list' | 'pairs' | 'values' | 'json';
  about?: string;
  choices?: readonly string[];
  required?: true;
  fields?: Fields;
}>;
export type Fields = Readonly<Record<string, Field>>;
export type Operation = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  about: string;
  query?: Fields;
  ifMatch?: true;
  /** The type of its body. */
  sends?: string;
  fields?: Fields;
  answers: 'page' | 'one' | 'none' | 'text';
}>;

let all: Readonly<Record<string, Operation>> | undefined;

/** Every operation of the platform, by its id; made from docs/api/openapi.json. */
export const operations = (): Readonly<Record<string, Operation>> =>
  (all ??= JSON.parse(packageFile('api/operations.json')) as Readonly<Record<string, Operation>>);

export const operationOf = (id: string): Operation => {
  const operation = operations()[id];
  if (!operation) throw new Error(`the platform has no operation ${id}`);
  return operation;
};

/** The names in a path like `/v1/alerts/{alertId}`. */
export const parametersOf = ({ path }: Operation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
