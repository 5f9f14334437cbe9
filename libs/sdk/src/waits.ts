import type { Client } from './client.ts';
import type { components } from './generated/api.ts';
import { type WatchItem, changesOf } from './watch.ts';

export type Endpoint = components['schemas']['Endpoint'];
export type EndpointState = Endpoint['state'];

export type WaitWish = Readonly<{
  /** A state, one of several, or whatever a function finds. */
  until: EndpointState | readonly EndpointState[] | ((endpoint: Endpoint) => boolean);
  /** Five minutes when it is not said. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Told at first, and at each change. */
  onProgress?: (endpoint: Endpoint) => void;
}>;

const TIMEOUT_MS = 300_000;
/** None of these passes by waiting. */
const FAILED: ReadonlySet<EndpointState> = new Set([
  'build_failed',
  'deploy_failed',
  'runtime_error',
  'deleted',
]);

/** The time was up first. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
  /** As it was last seen. */
  readonly endpoint: Endpoint | null;

  constructor(endpoint: Endpoint | null, timeoutMs: number) {
    super(`The endpoint is ${endpoint?.state ?? 'not known yet'} after ${timeoutMs / 1000} s`);
    this.endpoint = endpoint;
  }
}

/** It came to a state that no waiting changes. */
export class WaitFailedError extends Error {
  override readonly name = 'WaitFailedError';
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    super(`The endpoint is ${endpoint.state}: ${endpoint.reason.message}`);
    this.endpoint = endpoint;
  }
}

/**
 * Waits by watching, so that it is over at the moment it happens.
 * @throws WaitTimeoutError, WaitFailedError, ApiError; what the signal was aborted with
 */
export const waitFor = async (client: Client, endpointId: string, wish: WaitWish): Promise<Endpoint> => {
  const { timeoutMs = TIMEOUT_MS, signal, onProgress } = wish;
  const isThere = asked(wish.until);
  const over = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, over]) : over;
  let last: Endpoint | null = null;
  for await (const item of changesOf(client, { endpoint: endpointId, signal: either })) {
    const seen = endpointOf(item, last);
    if (!seen) continue;
    last = seen;
    onProgress?.(seen);
    if (isThere(seen)) return seen;
    if (FAILED.has(seen.state)) throw new WaitFailedError(seen);
  }
  signal?.throwIfAborted();
  throw new WaitTimeoutError(last, timeoutMs);
};

const asked = (until: WaitWish['until']): ((endpoint: Endpoint) => boolean) => {
  if (typeof until === 'function') return until;
  const states: readonly EndpointState[] = typeof until === 'string' ? [until] : until;
  return ({ state }) => states.includes(state);
};

const endpointOf = (item: WatchItem, last: Endpoint | null): Endpoint | null => {
  if (item.kind === 'snapshot') return item.snapshot.endpoints[0] ?? last;
  if (item.kind === 'reset') return null;
  if (item.change.endpoint) return item.change.endpoint;
  return item.change.type === 'EndpointDeleted' && last ? { ...last, state: 'deleted' } : null;
};
