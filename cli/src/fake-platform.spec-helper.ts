/* eslint complexity: ['error', 20] -- one line for each kind of schema and answer */
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Schema = Readonly<Record<string, unknown>> &
  Readonly<{
    $ref?: string;
    type?: string | readonly string[];
    enum?: readonly unknown[];
    const?: unknown;
    pattern?: string;
    format?: string;
    properties?: Readonly<Record<string, Schema>>;
    items?: Schema;
    anyOf?: readonly Schema[];
    oneOf?: readonly Schema[];
  }>;
type Operation = Readonly<{
  operationId: string;
  responses: Readonly<
    Record<string, Readonly<{ content?: Readonly<Record<string, Readonly<{ schema?: Schema }>>> }>>
  >;
}>;
type Document = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Readonly<{ schemas: Readonly<Record<string, Schema>> }>;
}>;

const FILE = new URL('../../docs/api/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(FILE, 'utf8')) as Document;

type Route = Readonly<{ id: string; method: string; path: RegExp; operation: Operation }>;
const routes: readonly Route[] = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ id: operation.operationId, method: method.toUpperCase(), operation },
      path: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      places: path.split('{').length,
    })),
  )
  // A route with a word where another has a parameter goes before it.
  .sort((a, b) => a.places - b.places);

export const OPERATIONS: readonly string[] = routes.map(({ id }) => id);

const HEX = '0123456789ab';
const AT = '2031-01-01T00:00:00.000Z';

/** Something that the document allows; a page is the last one. */
const sampleOf = (schema: Schema, depth = 0): unknown => {
  if (schema.$ref !== undefined)
    return sampleOf(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [some] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  if (some) return sampleOf(some, depth);
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return false;
  if (type === 'array') return depth > 6 ? [] : [sampleOf(schema.items ?? {}, depth + 1)];
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, each]) => [
      name,
      name === 'nextCursor' ? null : sampleOf(each, depth + 1),
    ]),
  );
};

const textOf = ({ format, pattern = '' }: Schema): string => {
  if (format === 'date-time') return AT;
  const [, prefix] = /^\^([a-z]+)-/.exec(pattern) ?? [];
  return prefix === undefined ? '1' : `${prefix}-${HEX}`;
};

/** A platform that allows everything, and remembers which operations it was asked for. */
export class FakePlatform {
  readonly asked: string[] = [];
  readonly requests: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[] =
    [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FakePlatform> {
    const server = createServer();
    const fake = new FakePlatform(server);
    server.on('request', (request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const method = request.method ?? '';
        fake.requests.push({ method, url: request.url ?? '', body, headers: request.headers });
        const { pathname } = new URL(request.url ?? '/', 'http://x');
        const route = routes.find((each) => each.method === method && each.path.test(pathname));
        if (route) fake.asked.push(route.id);
        const { status, schema, text } = answerOf(route?.operation);
        response.writeHead(Number(status), { 'content-type': schema ? 'application/json' : 'text/plain' });
        if (pathname === '/v1/watch') response.write(text ?? '');
        else response.end(Number(status) === 204 ? undefined : (text ?? '{}'));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

type Answer = Readonly<{ status: string; schema: Schema | undefined; text: string | undefined }>;

/** What it answers when all is well. */
const answerOf = (operation: Operation | undefined): Answer => {
  const [status = '200', answer] =
    Object.entries(operation?.responses ?? {}).find(([each]) => each.startsWith('2')) ?? [];
  const content = answer?.content ?? {};
  const schema = content['application/json']?.schema;
  const other = Object.keys(content).length > 0 ? 'text\n' : undefined;
  return { status, schema, text: schema ? JSON.stringify(sampleOf(schema)) : other };
};
