import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { schemaOf } from '../http/schema.dto.ts';
import { ApiDocument } from './api-document.store.ts';
import { completed } from './document.ts';
import { NAMED_VIEWS } from './named-schemas.ts';
import type { Described } from './operation.ts';
import { ProblemView } from './problem-view.ts';

const ABOUT = `The control side of Tidegate. Lists take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`.
Every POST takes an \`Idempotency-Key\`. What is refused is answered as problem details (RFC 9457) with a stable \`code\`.
The same operations are served over gRPC (package tidegate.v1).
Inference itself is below \`/api/d/{endpoint}/…\` and \`/v1/chat/completions\` and its siblings.`;

/** The OpenAPI document, from the controllers. The application need not run for it. */
export const documentOf = (app: INestApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tidegate')
    .setDescription(ABOUT)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'The platform that serves this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of a project, or the operator’s' })
    .addCookieAuth('tidegate_session', {
      type: 'apiKey',
      in: 'cookie',
      description: 'The session of a browser; what changes something then needs X-Tidegate-Console: 1',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  const views = Object.entries({ ...NAMED_VIEWS, Problem: ProblemView });
  const schemas = Object.fromEntries(views.map(([name, view]) => [name, schemaOf(view) as object]));
  return completed(document as unknown as Described, schemas) as unknown as OpenAPIObject;
};

/** Hands the document to whoever serves it, or asks it which methods a path takes. */
export const describeApi = (app: INestApplication): void => {
  app.get(ApiDocument, { strict: false }).set(documentOf(app));
};
