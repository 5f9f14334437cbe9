/** Why a request came to nothing, in the words of whoever refused it. */
export class Failed extends Error {
  readonly lines: readonly string[];
  /** The platform understood and will not: to ask again is of no use. */
  readonly isRefusal: boolean;

  constructor(lines: readonly string[], isRefusal = false) {
    super(lines.join('\n'));
    this.lines = lines;
    this.isRefusal = isRefusal;
  }
}

type Problem = Readonly<{
  title?: string;
  detail?: string;
  remedy?: string;
  code?: string;
  requestId?: string;
  errors?: readonly Readonly<{ pointer: string; message: string }>[];
}>;

type Answered = Readonly<{ response: Response; text: string }>;

/** A replay may take a minute. */
const TIMEOUT_MS = 90_000;
/** A year of bills is no small file. */
const FILE_TIMEOUT_MS = 3_600_000;

/** The REST API of a platform. */
export class Api {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  async call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const { response, text } = await this.#fetch(method, path, body);
    const answer = jsonOf(text);
    if (!response.ok) throw new Failed(linesOf(response.status, answer));
    if (answer === undefined) throw new Failed([`${this.#url} did not answer with JSON: is it a Tidegate?`]);
    return answer as Answer;
  }

  async remove(path: string): Promise<void> {
    const { response, text } = await this.#fetch('DELETE', path, undefined);
    if (!response.ok) throw new Failed(linesOf(response.status, jsonOf(text)));
  }

  /** @param accept the type of what is wanted */
  async bytes(path: string, accept: string): Promise<Uint8Array> {
    const response = await this.#open(path, accept);
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw new Failed([`What ${this.#url} sent broke off (${reasonOf(error)}).`, 'Try it again.']);
    }
  }

  /** A file as it comes, however large. */
  async *text(path: string): AsyncGenerator<string, void> {
    const { body } = await this.#open(path, '*/*');
    try {
      if (body) yield* body.pipeThrough(new TextDecoderStream());
    } catch (error) {
      throw new Failed([
        `What ${this.#url} sent broke off (${reasonOf(error)}): it is not whole.`,
        'Try it again.',
      ]);
    }
  }

  async #open(path: string, accept: string): Promise<Response> {
    let response: Response;
    try {
      const headers = { authorization: `Bearer ${this.#token}`, accept };
      response = await fetch(this.#url + path, { headers, signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
    } catch (error) {
      throw this.#away(error);
    }
    if (response.ok) return response;
    const answer = jsonOf(await response.text().catch(() => ''));
    const mayPass = response.status >= 500 || response.status === 429;
    throw new Failed(linesOf(response.status, answer), !mayPass);
  }

  #away(error: unknown): Failed {
    return new Failed([
      `${this.#url} cannot be reached (${reasonOf(error)}).`,
      'Start it with npm start, or say where it is with --url or TIDEGATE_URL.',
    ]);
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Answered> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      // A connection may also break, or the time be over, in the middle of an answer.
      return { response, text: await response.text() };
    } catch (error) {
      throw this.#away(error);
    }
  }
}

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

const linesOf = (status: number, answer: unknown): string[] => {
  const { title, detail, remedy, code, requestId, errors = [] } = (answer ?? {}) as Problem;
  return [
    [title ?? `The platform answered ${status}`, code && `(${code})`].filter(Boolean).join(' '),
    ...(detail ? [detail] : []),
    ...errors.map(({ pointer, message }) => `  ${pointer} ${message}`),
    ...(remedy ? [remedy] : []),
    ...(requestId ? [`Request ${requestId}`] : []),
  ];
};
