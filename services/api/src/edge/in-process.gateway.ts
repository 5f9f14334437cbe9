import { AsyncLocalStorage } from 'node:async_hooks';

/** For a request that comes from within this process and not over a connection: aborted when nobody waits for its answer any more. */
export const inProcess = new AsyncLocalStorage<AbortSignal>();
