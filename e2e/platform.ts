import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import OpenAI from 'openai';

const root = fileURLToPath(new URL('..', import.meta.url));
const READY_WITHIN_MS = 120_000;
/** The API may be asked to wait for five minutes. */
const ANSWER_WITHIN_MS = 310_000;

export type Sample = Readonly<{ id: string; name: string; url: string; state: string }>;
type ReadyLine = Readonly<{
  ready: true;
  url: string;
  /** Host and port of the gRPC API; null when it is off. */
  grpc: string | null;
  /** Signs a browser in, once. */
  console: string | null;
  token: string;
  endpoints: Sample[];
  home: string;
  pids: Record<string, number>;
}>;
export type Answer<Body = Record<string, unknown>> = Readonly<{
  status: number;
  headers: Headers;
  body: Body;
}>;
export type Page<Item> = Readonly<{ items: Item[]; nextCursor: string | null }>;

export type LogEvent = Readonly<{
  position: number;
  type: string;
  at: string;
  streamId: string;
  correlationId: string;
  causationId: string;
  data: Record<string, unknown>;
}>;

/** What goes with a request beside its method and path. */
export type Sent = Readonly<{ body?: unknown; token?: string; headers?: Readonly<Record<string, string>> }>;

type Options = Readonly<{ args?: readonly string[]; environment?: Record<string, string> }>;

/** The whole platform on this machine, started as a user starts it, in a home of its own. */
export class Platform {
  private readonly child: ChildProcess;
  private readonly ready: ReadyLine;
  readonly readyAfterMs: number;
  /** What the launcher has said so far. */
  readonly said: string[];

  private constructor(
    child: ChildProcess,
    ready: ReadyLine,
    facts: { readyAfterMs: number; said: string[] },
  ) {
    this.child = child;
    this.ready = ready;
    this.readyAfterMs = facts.readyAfterMs;
    this.said = facts.said;
  }

  static async start({ args = [], environment = {} }: Options = {}): Promise<Platform> {
    const home = await mkdtemp(join(process.getuid?.() === 0 ? '/var/tmp' : tmpdir(), 'tidegate-e2e-'));
    const startedAt = performance.now();
    const child = spawn(process.execPath, [join(root, 'tools/up.ts'), '--json', ...args], {
      env: {
        ...process.env,
        TIDEGATE_HOME: home,
        TIDEGATE_PORT: '0',
        DATABASE_URL: '',
        NATS_URL: '',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const ready = await readyLine(child, said);
    return new Platform(child, ready, { readyAfterMs: performance.now() - startedAt, said });
  }

  get url(): string {
    return this.ready.url;
  }

  get token(): string {
    return this.ready.token;
  }

  get home(): string {
    return this.ready.home;
  }

  /** Where the gRPC API listens. */
  get grpc(): string {
    if (this.ready.grpc === null) throw new Error('the gRPC API is off');
    return this.ready.grpc;
  }

  get sample(): Sample {
    const [sample] = this.ready.endpoints;
    if (!sample) throw new Error(`no sample endpoint: ${this.said.join('')}`);
    return sample;
  }

  get launcherPid(): number {
    return this.child.pid ?? 0;
  }

  openai(token = this.token): OpenAI {
    return new OpenAI({ baseURL: `${this.url}/v1`, apiKey: token, maxRetries: 0 });
  }

  secret(name: 'operator-token' | 'nats-token' | 'postgres-password' | 'secret-key'): Promise<string> {
    return readFile(join(this.home, 'secrets', name), 'utf8').then((text) => text.trim());
  }

  /** Where its servers are, in the words of the environment of its services. */
  async connections(): Promise<{ DATABASE_URL: string; NATS_URL: string; NATS_TOKEN: string }> {
    const text = await readFile(join(this.home, 'run/ports.json'), 'utf8');
    const ports = JSON.parse(text) as Record<string, number>;
    const at = (name: string): string => `127.0.0.1:${String(ports[name] ?? 0)}`;
    const password = await this.secret('postgres-password');
    return {
      DATABASE_URL: `postgres://tidegate:${encodeURIComponent(password)}@${at('postgres')}/tidegate`,
      NATS_URL: `nats://${at('nats')}`,
      NATS_TOKEN: await this.secret('nats-token'),
    };
  }

  /** The process of a service or server as it is now: it changes when it was restarted. */
  async pid(name: string): Promise<number> {
    const text = await readFile(join(this.home, 'run', `${name}.pid`), 'utf8');
    const pid = Number(/\d+/.exec(text)?.[0]);
    if (!Number.isInteger(pid)) throw new Error(`no pid of ${name}`);
    return pid;
  }

  ask<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    token = this.token,
  ): Promise<Answer<Body>> {
    return this.send(method, path, { body, token });
  }

  /** The same, with headers of one's own. A body that is a text is sent as it is. */
  async send<Body = Record<string, unknown>>(
    method: string,
    path: string,
    { body, token = this.token, headers = {} }: Sent = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body: parsed as Body };
  }

  /** The same, for answers that must be good. */
  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.ask<Body>('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${JSON.stringify(body)}`);
    return body;
  }

  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `${path.includes('?') ? '&' : '?'}limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: Page<Item> = await this.get<Page<Item>>(`${path}${query}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** What happened to an endpoint, oldest first. */
  async events(endpointId: string): Promise<LogEvent[]> {
    return (await this.all<LogEvent>(`/v1/endpoints/${endpointId}/events`)).sort(
      (a, b) => a.position - b.position,
    );
  }

  async create(
    spec: Record<string, unknown>,
  ): Promise<{ id: string; name: string; url: string; state: string }> {
    const { status, body } = await this.ask<{ id: string; name: string; url: string; state: string }>(
      'POST',
      '/v1/endpoints',
      spec,
    );
    if (status >= 300) throw new Error(`create: ${String(status)} ${JSON.stringify(body)}`);
    return body;
  }

  state(endpointId: string): Promise<string> {
    return this.get<{ state: string }>(`/v1/endpoints/${endpointId}`).then(({ state }) => state);
  }

  /** Everything the services and the launcher have logged. */
  async logs(): Promise<string> {
    const folder = join(this.home, 'logs');
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    return [...files, ...this.said].join('\n');
  }

  /** Stops as a person does, with SIGINT; resolves with the exit code. */
  async stop({ keep = false } = {}): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGINT');
    else return this.child.exitCode;
    const code = await Promise.race([ended, pause(60_000, null, { ref: false })]);
    if (!keep) await rm(this.home, { recursive: true, force: true });
    return code;
  }
}

const readyLine = (child: ChildProcess, said: readonly string[]): Promise<ReadyLine> =>
  new Promise((resolve, reject) => {
    let text = '';
    const limit = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`not ready in time:\n${said.join('')}`));
    }, READY_WITHIN_MS);
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(JSON.parse(text.slice(0, text.indexOf('\n'))) as ReadyLine);
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the launcher ended with ${String(code)}:\n${said.join('')}`));
    });
  });

/** Repeats until it no longer throws, or fails with its last error. */
export const eventually = async <T>(attempt: () => Promise<T> | T, withinMs = 30_000): Promise<T> => {
  const end = performance.now() + withinMs;
  for (;;)
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(100);
    }
};
