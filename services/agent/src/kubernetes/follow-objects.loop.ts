import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from '../sync/back-off.ts';
import { ApiRefused, type ClusterApi } from './cluster-api.gateway.ts';
import type { ObjectMeta } from './objects.ts';

/** The server ends a watch after so long, and it is begun again where it was. */
const WATCH_SECONDS = 60;
/** A connection that died without a word is given up a little later. */
const WATCH_LIMIT_MS = (WATCH_SECONDS + 15) * 1000;
/** All is listed again so often, whatever was heard meanwhile. */
const RESYNC_MS = 600_000;
const PAGE = '500';
/** After so many failures in a row what was heard so far is not trusted any more. */
const LIST_AGAIN_AFTER = 3;
/** No object of Kubernetes is as large. */
const LONGEST_LINE = 16 * 1024 ** 2;

type Listed = Readonly<{ metadata: ObjectMeta }>;

export type Follower<T extends Listed> = Readonly<{
  path: string;
  /** Everything there is, at once. */
  all: (items: readonly T[]) => void;
  put: (item: T) => void;
  /** With its last state. */
  gone: (item: T) => void;
}>;

type Page<T> = Readonly<{ items: readonly T[]; metadata: { resourceVersion: string; continue?: string } }>;
type Heard<T> = Readonly<{ type: string; object: T & { code?: number; message?: string } }>;

/** Lists objects and hears of their changes until the signal; what was missed meanwhile comes with the next list. */
export const followObjects = <T extends Listed>(
  api: ClusterApi,
  follower: Follower<T>,
  signal: AbortSignal,
): Promise<void> => new Following(api, follower, signal).run();

class Following<T extends Listed> {
  /** From where to watch on; undefined: all must be listed first. */
  #version: string | undefined;
  #listAtMs = 0;
  #failures = 0;

  constructor(
    private readonly api: ClusterApi,
    private readonly follower: Follower<T>,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<void> {
    while (!this.signal.aborted)
      try {
        await this.#turn();
        this.#failures = 0;
      } catch (error) {
        await this.#failed(error);
      }
  }

  /** As long as one connection holds. */
  async #turn(): Promise<void> {
    const { api, follower, signal } = this;
    if (this.#version === undefined || performance.now() >= this.#listAtMs) {
      this.#version = await list(api, follower, signal);
      this.#listAtMs = performance.now() + RESYNC_MS;
      api.answers();
    }
    const from = { path: follower.path, version: this.#version };
    for await (const heard of watch<T>(api, from, signal)) this.#hear(heard);
  }

  #hear({ type, object }: Heard<T>): void {
    this.#failures = 0;
    if (type === 'ERROR') throw new ApiRefused(object.code ?? 500, object.message ?? 'the watch has failed');
    this.#version = object.metadata.resourceVersion ?? this.#version;
    if (type === 'DELETED') this.follower.gone(object);
    else if (type !== 'BOOKMARK') this.follower.put(object);
  }

  async #failed(error: unknown): Promise<void> {
    const { api, signal } = this;
    if (signal.aborted) return;
    this.#failures += 1;
    // 410: what was heard last is too long ago for the server to remember.
    const isTooOld = error instanceof ApiRefused && error.status === 410;
    if (isTooOld || this.#failures >= LIST_AGAIN_AFTER) this.#version = undefined;
    if (this.#failures > 1) api.awaits(error);
    await pause(backOffMs(this.#failures, Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

/** @returns the version from which to watch on */
const list = async <T extends Listed>(
  api: ClusterApi,
  { path, all }: Follower<T>,
  signal: AbortSignal,
): Promise<string> => {
  const items: T[] = [];
  let next: string | undefined;
  for (;;) {
    const query = { limit: PAGE, ...(next !== undefined && { continue: next }) };
    const page = await api.once<Page<T>>({ path, query }, signal);
    items.push(...page.items);
    next = page.metadata.continue;
    if (next) continue;
    all(items);
    return page.metadata.resourceVersion;
  }
};

async function* watch<T>(
  api: ClusterApi,
  { path, version }: { path: string; version: string },
  signal: AbortSignal,
): AsyncGenerator<Heard<T>> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(WATCH_LIMIT_MS)]);
  const query = {
    watch: 'true',
    resourceVersion: version,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(WATCH_SECONDS),
  };
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of await api.stream({ path, query }, limited)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error('the Kubernetes API tells something without an end');
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Heard<T>;
  }
}
