import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '@tidegate/contracts';
import { Needs } from '../http/auth.guard.ts';
import { ApiDocument } from './api-document.store.ts';
import { errorPage, isRefusalCode } from './error-page.ts';

// The user interface comes with @nestjs/swagger, whose dependency it is.
const ofSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
const UI = dirname(ofSwagger.resolve('swagger-ui-dist/package.json'));
const IMMUTABLE = 'public, max-age=86400';
const CSP = `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:`;

@ApiExcludeController()
@Needs('nobody')
@Controller()
export class DocsController {
  constructor(private readonly document: ApiDocument) {}

  @Get('v1/openapi.json')
  json(): unknown {
    return this.document.json;
  }

  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CSP)
  @Get('docs')
  page(): string {
    return PAGE;
  }

  @Header('content-type', 'text/javascript; charset=utf-8')
  @Get('docs/start.js')
  start(): string {
    return `window.ui = SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#ui', deepLinking: true });\n`;
  }

  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', IMMUTABLE)
  @Get('docs/swagger-ui-bundle.js')
  script(): Readable {
    return createReadStream(join(UI, 'swagger-ui-bundle.js'));
  }

  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', IMMUTABLE)
  @Get('docs/swagger-ui.css')
  style(): Readable {
    return createReadStream(join(UI, 'swagger-ui.css'));
  }

  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CSP)
  @Get('docs/errors/:code')
  error(@Param('code') code: string): string {
    return isRefusalCode(code)
      ? errorPage(code)
      : refuse('route.not_found', { method: 'GET', path: `/docs/errors/${code.slice(0, 100)}` });
  }
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Tidegate API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;
