import { ApiError, type Client, ConnectionError, clientOf } from '@tidegate/sdk';
import { Failed, Interrupted, exitOfStatus } from './exits.ts';

/** Where the platform is, and who asks. */
export type Connection = Readonly<{
  url: string;
  token: string;
  /** For the operator: the project to act in. */
  project?: string | undefined;
  /** Ends whatever goes on. */
  signal?: AbortSignal | undefined;
  /** Is told of each request, as a command for curl without the token. */
  debug?: ((text: string) => void) | undefined;
}>;

export type Wish = Readonly<{
  body?: unknown;
  /** A text that is sent as it is has a type of its own. */
  type?: string;
  headers?: Readonly<Record<string, string>>;
}>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The client of the SDK, for routes that are data here: they come from the document that its types come from. */
type Routes = Readonly<{
  request: (
    method: string,
    path: string,
    init: Readonly<Record<string, unknown>>,
  ) => Promise<Readonly<{ data?: unknown; error?: unknown; response: Response }>>;
}>;

const routesOf = (client: Client): Routes => client as unknown as Routes;

/** A replay may take a minute. */
const TIMEOUT_MS = 90_000;
/** A year of bills is no small file, and an answer may be waited for. */
const FILE_TIMEOUT_MS = 3_600_000;
const CURL_BODY = 2000;

/** The REST API of a platform. */
export class Api {
  readonly url: string;
  readonly connection: Connection;
  readonly #routes: Routes;
  /** Whoever reads a stream knows himself where it goes on. */
  readonly #streams: Routes;

  constructor(connection: Connection) {
    const { url, token, project } = connection;
    this.url = url.replace(/\/+$/, '');
    this.connection = connection;
    const fetch = (request: Request): Promise<Response> => this.#fetched(request);
    const options = {
      ...{ url: this.url, token, fetch, timeoutMs: TIMEOUT_MS },
      ...(project !== undefined && { project }),
    };
    this.#routes = routesOf(clientOf(options));
    this.#streams = routesOf(clientOf({ ...options, retries: { most: 0 } }));
  }

  get signal(): AbortSignal | undefined {
    return this.connection.signal;
  }

  async call<Answer>(method: Method, path: string, body?: unknown, wish: Wish = {}): Promise<Answer> {
    const { text } = await this.send(method, path, { ...wish, body });
    const answer = jsonOf(text);
    if (answer === undefined) throw new Failed([`${this.url} did not answer with JSON: is it a Tidegate?`]);
    return answer as Answer;
  }

  /** The same, for answers that may be empty or of another type. */
  async send(
    method: string,
    path: string,
    { body, type = 'application/json', headers }: Wish = {},
  ): Promise<Readonly<{ response: Response; text: string }>> {
    const { data, response } = await this.#asked(method, path, {
      parseAs: 'text',
      headers: { ...headers, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body, bodySerializer: serialized }),
    });
    return { response, text: typeof data === 'string' ? data : '' };
  }

  async remove(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  /** @param accept the type of what is wanted */
  async bytes(path: string, accept: string): Promise<Uint8Array> {
    const { data } = await this.#file(path, accept, 'arrayBuffer');
    return new Uint8Array(data as ArrayBuffer);
  }

  /** A file as it comes, however large. */
  async *text(path: string): AsyncGenerator<string, void> {
    const { data } = await this.#file(path, '*/*', 'stream');
    try {
      if (data) yield* (data as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new TextDecoderStream());
    } catch (error) {
      if (this.signal?.aborted) throw new Interrupted();
      throw new Failed([
        `What ${this.url} sent broke off (${reasonOf(error)}): it is not whole.`,
        'Try it again.',
      ]);
    }
  }

  /** An answer as it comes, whatever it is, from the endpoints behind the platform too. */
  async open(
    method: string,
    path: string,
    { body, type = 'application/json', headers }: Wish = {},
  ): Promise<Response> {
    const { token } = this.connection;
    const request = new Request(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': type }),
        ...headers,
      },
      signal: this.#until(FILE_TIMEOUT_MS),
      ...(body !== undefined && { body: serialized(body) }),
    });
    try {
      return await this.#fetched(request);
    } catch (error) {
      throw this.#away(error);
    }
  }

  #file(path: string, accept: string, parseAs: string) {
    return this.#asked('GET', path, { parseAs, headers: { accept } });
  }

  async #asked(method: string, path: string, init: Readonly<Record<string, unknown>>) {
    try {
      const routes = init['parseAs'] === 'stream' ? this.#streams : this.#routes;
      const signal = this.#until(FILE_TIMEOUT_MS);
      const answered = await routes.request(method, path, { ...init, signal });
      const { response, error } = answered;
      if (!response.ok) throw refused(new ApiError(response.status, error));
      return answered;
    } catch (error) {
      if (error instanceof Failed) throw error;
      if (error instanceof ApiError) throw refused(error);
      throw this.#away(error);
    }
  }

  #until(ms: number): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(ms), ...(this.signal ? [this.signal] : [])]);
  }

  #away(error: unknown): Failed | Interrupted {
    if (this.signal?.aborted) return new Interrupted();
    const said =
      error instanceof ConnectionError ? error.message : `${this.url} cannot be reached (${reasonOf(error)})`;
    return new Failed([
      `${said}.`,
      'Start it with npm start, or say where it is with --url or TIDEGATE_URL.',
    ]);
  }

  async #fetched(request: Request): Promise<Response> {
    const { debug } = this.connection;
    if (debug) debug(await curlOf(request.clone()));
    const response = await fetch(request);
    debug?.(`# ${response.status} ${response.headers.get('x-request-id') ?? ''}\n`);
    return response;
  }
}

const serialized = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** As a person would ask it; the token is one of their environment. */
const curlOf = async (request: Request): Promise<string> => {
  const body = request.body ? (await request.text()).slice(0, CURL_BODY) : '';
  const headers = [...request.headers]
    .filter(([name]) => name !== 'authorization')
    .map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`);
  return [
    `curl -X ${request.method} ${quoted(request.url)} -H "Authorization: Bearer $TIDEGATE_TOKEN"`,
    ...headers,
    body === '' ? '' : ` --data ${quoted(withoutSecrets(body))}`,
    '\n',
  ].join('');
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const SECRET = /("(?:token|secret|password|authorization|hfToken|code)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;
const SECRETS = /("(?:secrets|headers|credentials)"\s*:\s*)\{[^{}]*\}/gi;
const withoutSecrets = (body: string): string =>
  body.replace(SECRETS, '$1{"…":"…"}').replace(SECRET, '$1"…"');

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
};

const refused = ({ status, message, code, detail, remedy, requestId, errors }: ApiError): Failed =>
  new Failed(
    [
      code === 'unknown' ? message : `${message} (${code})`,
      ...(detail ? [detail] : []),
      ...errors.map((each) => `  ${each.pointer} ${each.message}`),
      ...(remedy ? [remedy] : []),
      ...(requestId ? [`Request ${requestId}`] : []),
    ],
    { exit: exitOfStatus(status), isRefusal: status < 500 && status !== 429 },
  );
