/** The part of an OpenAPI document that is completed here. */
export type Parameter = Readonly<{
  name?: string;
  in?: string;
  required?: boolean;
  schema?: object;
  description?: string;
  $ref?: string;
}>;
export type Operation = Readonly<{
  operationId?: string;
  summary?: string;
  parameters?: readonly Parameter[];
  requestBody?: unknown;
  responses: Readonly<Record<string, object>>;
  security?: readonly object[];
}>;
export type Schemas = Readonly<Record<string, object>>;
export type Described = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components?: Readonly<{ schemas?: Schemas }>;
}>;

export const METHODS_THAT_CHANGE: readonly string[] = ['post', 'put', 'patch', 'delete'];
