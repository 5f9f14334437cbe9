import type { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

type SchemaObject = Extract<Parameters<typeof ApiResponse>[0], { schema: unknown }>['schema'];

/** An answer's schema in the API description, from the same zod schema that types it. */
export const schemaOf = (view: z.ZodType): SchemaObject => {
  const schema: Record<string, unknown> = z.toJSONSchema(view, { io: 'output', unrepresentable: 'any' });
  delete schema['$schema'];
  return schema;
};

/** A page of a list. */
export const pageSchema = (item: z.ZodType): SchemaObject =>
  schemaOf(z.object({ items: z.array(item), nextCursor: z.string().nullable() }));
