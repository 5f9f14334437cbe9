import { createServer, type IncomingMessage, type Server } from 'node:http';

const OF_THE_OPERATOR = /^\/v1\/(?:projects|sign-in-codes)/;
type Thing = { id: string; name: string; state?: string };

/** As much of the public API as the launcher calls, in memory. */
export class FakeApi {
  readonly projects: Thing[] = [];
  readonly endpoints: Thing[] = [];
  readonly tokens: string[] = [];
  readonly created: { path: string; body: unknown }[] = [];
  /** What an endpoint shows, in turn; the last one stays. */
  states = ['building', 'deploying', 'running'];
  /** What every token may do. */
  scopes = ['read', 'write', 'invoke', 'admin'];
  pageSize = 1;
  readonly server: Server;
  private readonly operatorToken: string;

  constructor(operatorToken: string) {
    this.operatorToken = operatorToken;
    this.server = createServer((request, response) => {
      void this.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const isOperator = request.headers.authorization === `Bearer ${this.operatorToken}`;
    const isTenant = this.tokens.some((token) => request.headers.authorization === `Bearer ${token}`);
    if (!(OF_THE_OPERATOR.test(pathname) ? isOperator : isTenant))
      return [401, { code: 'token.invalid', detail: 'no such token' }];
    if (request.method === 'GET') return this.read(pathname, Number(searchParams.get('cursor') ?? 0));
    return this.create(pathname, JSON.parse(Buffer.concat(chunks).toString()) as { name: string });
  }

  private read(path: string, from: number): [number, unknown] {
    if (path === '/v1/me')
      return [200, { kind: 'token', scopes: this.scopes, projectId: this.projects.at(-1)?.id ?? null }];
    const id = /^\/v1\/endpoints\/(.+)$/.exec(path)?.[1];
    if (id !== undefined) {
      const state = this.states.length > 1 ? this.states.shift() : this.states[0];
      return [200, { ...this.endpoints.find((endpoint) => endpoint.id === id), state }];
    }
    const all = path === '/v1/projects' ? this.projects : this.endpoints;
    const next = from + this.pageSize;
    return [200, { items: all.slice(from, next), nextCursor: next < all.length ? String(next) : null }];
  }

  private create(path: string, body: { name: string }): [number, unknown] {
    this.created.push({ path, body });
    if (path.endsWith('/tokens')) {
      const token = `tenant-token-${this.tokens.length + 1}`;
      this.tokens.push(token);
      return [201, { id: 'tok-000000000001', token }];
    }
    if (path === '/v1/sign-in-codes') return [201, { code: 'once', path: '/?code=once' }];
    const [all, prefix] = path === '/v1/projects' ? [this.projects, 'proj'] : [this.endpoints, 'endpt'];
    const thing = { id: `${prefix}-00000000000${all.length + 1}`, name: body.name };
    all.push(thing);
    return [201, thing];
  }
}
