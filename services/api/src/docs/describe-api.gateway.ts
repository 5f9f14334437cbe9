import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { schemaOf } from '../http/schema.dto.ts';
import { ApiDocument } from './api-document.store.ts';
import { ProblemView } from './problem-view.ts';

const ABOUT = `The control side of Tidegate. Lists take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`.
Every POST takes an \`Idempotency-Key\`. What is refused is answered as problem details (RFC 9457) with a stable \`code\`.
Inference itself is below \`/api/d/{endpoint}/…\` and \`/v1/chat/completions\` and its siblings.`;

/** Makes the OpenAPI document from the controllers and hands it to whoever serves it. */
export const describeApi = (app: NestFastifyApplication): void => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tidegate')
    .setDescription(ABOUT)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  app.get(ApiDocument, { strict: false }).set(withProblems(document));
};

/** Any operation may be refused, always in the same shape. */
const withProblems = (document: OpenAPIObject): OpenAPIObject => {
  const problem = {
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path as Record<string, { responses?: Record<string, unknown> }>))
      if (operation.responses) operation.responses['default'] = { description: 'Refused', ...problem };
  const schemas = { ...document.components?.schemas, Problem: schemaOf(ProblemView) };
  return { ...document, components: { ...document.components, schemas } };
};
