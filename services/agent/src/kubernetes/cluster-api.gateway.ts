import { Logger } from '@nestjs/common';
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import { backOffMs } from '../sync/back-off.ts';

/** A question that is not a stream. */
const ANSWER_WITHIN_MS = 30_000;
/** What an answer that is no object may say of a failure. */
const LONGEST_WORDS = 500;

const LACKS = /cannot \w+ resource/;

/** What the API server refused, in its own words. A 403 names the permission that is missing. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';

  constructor(
    readonly status: number,
    words: string,
  ) {
    // Quotas and policies of the cluster refuse with the same number.
    super(LACKS.test(words) ? `the agent's account lacks a permission: ${words}` : words);
  }
}

export const isMissing = (error: unknown): boolean => error instanceof ApiRefused && error.status === 404;
export const isConflict = (error: unknown): boolean => error instanceof ApiRefused && error.status === 409;

/**
 * Whether asking again may help. Nobody answered, or somebody who asks to come back later: always. The server has failed,
 * which it also says when something that its operator has put behind it does: a few times.
 */
const mayPass = (error: unknown, failures: number): boolean => {
  if (!(error instanceof ApiRefused)) return true;
  if (error.status === 500) return failures < MOST_SERVER_FAILURES;
  return [429, 502, 503, 504].includes(error.status);
};
const MOST_SERVER_FAILURES = 6;

export const wordsOf = (error: unknown): string => {
  const { message, cause } = error as Error & { cause?: unknown };
  const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return why.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS);
};

export type ApiRequest = Readonly<{
  path: string;
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  query?: Readonly<Record<string, string>>;
  body?: unknown;
}>;

/** The API server of one cluster. */
export class ClusterApi {
  readonly #log = new Logger('kubernetes');
  #isAway = false;

  private constructor(private readonly config: KubeConfig) {}

  /**
   * By `KUBECONFIG` where that is set, else as the service account of the pod that the agent runs in.
   * @throws Error that names the variable
   */
  static fromEnvironment(kubeconfig: string | null): ClusterApi {
    const config = new KubeConfig();
    try {
      if (kubeconfig === null) loadOwnPod(config);
      else config.loadFromFile(kubeconfig);
      if (!config.getCurrentCluster()) throw new Error('it names no current cluster');
    } catch (error) {
      const where = kubeconfig === null ? 'is not set and the agent runs in no pod' : 'cannot be used';
      throw new Error(`KUBECONFIG ${where}: ${wordsOf(error)}`, { cause: error });
    }
    return new ClusterApi(config);
  }

  /** @throws ApiRefused; another error when nobody answered; the signal's reason */
  async once<T>(what: ApiRequest, signal: AbortSignal): Promise<T> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    const { body } = await this.#send(what, limited);
    return (await body.json()) as T;
  }

  /**
   * As `once`, and while nobody answers again, until the signal. What is asked must be right to be asked twice: the first
   * question may have been heard.
   */
  async ask<T>(what: ApiRequest, signal: AbortSignal): Promise<T> {
    for (let failures = 1; ; failures++)
      try {
        const answer = await this.once<T>(what, signal);
        this.answers();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!mayPass(error, failures)) throw error;
        this.awaits(error);
        await pause(backOffMs(failures, Math.random()), undefined, { signal });
      }
  }

  /** An answer that comes bit by bit, until its end or the signal. */
  async stream(what: ApiRequest, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
    const { body } = await this.#send(what, signal);
    return body as AsyncIterable<Buffer>;
  }

  answers(): void {
    if (this.#isAway) this.#log.log({ event: 'kubernetes.back' }, 'the Kubernetes API answers again');
    this.#isAway = false;
  }

  /** Said once for each time it goes away. */
  awaits(error: unknown): void {
    if (this.#isAway) return;
    this.#isAway = true;
    const words = 'the Kubernetes API does not answer as it should; it is asked again';
    this.#log.warn({ event: 'kubernetes.away', error: wordsOf(error) }, words);
  }

  async #send(
    { path, method = 'GET', query = {}, body }: ApiRequest,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const url = new URL((this.config.getCurrentCluster()?.server ?? '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const context = new RequestContext(url.href, HttpMethod.GET);
    // Tokens of service accounts change: they are read anew for each question.
    await this.config.applySecurityAuthentication(context);
    const dispatcher = context.getDispatcher();
    const headers = {
      ...context.getHeaders(),
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': CONTENT_TYPES[method] }),
    };
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await request(url, {
      method,
      headers,
      body: sent,
      signal,
      ...(dispatcher && { dispatcher }),
    });
    if (answer.statusCode < 300) return answer;
    throw new ApiRefused(answer.statusCode, refusalIn(await answer.body.text(), answer.statusCode));
  }
}

/** Where Kubernetes puts what tells a pod's programs who they are. */
const OWN_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** @throws Error when there is no pod around the agent, or it is nobody in it */
const loadOwnPod = (config: KubeConfig): void => {
  if (!existsSync(OWN_TOKEN)) throw new Error(`there is no ${OWN_TOKEN}`);
  config.loadFromCluster();
};

const CONTENT_TYPES = {
  GET: 'application/json',
  POST: 'application/json',
  PATCH: 'application/merge-patch+json',
  DELETE: 'application/json',
} as const;

const refusalIn = (text: string, status: number): string => {
  try {
    const { message } = JSON.parse(text) as { message?: string };
    if (message) return message;
  } catch {
    // Something between here and the API server has answered.
  }
  return `the Kubernetes API answers ${String(status)} ${text.slice(0, LONGEST_WORDS)}`.trim();
};
