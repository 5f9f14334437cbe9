import type Docker from 'dockerode';
import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from '../sync/back-off.ts';
import type { ContainerState } from './container-end.ts';
import { type Daemon, statusOf } from './daemon.gateway.ts';

/**
 * Resolves when a container that was started has ended, also when the daemon goes away and comes back meanwhile.
 * @returns `gone`: it was removed, by somebody else; undefined after the signal
 */
export const watchEnd = async (
  container: Docker.Container,
  daemon: Daemon,
  signal: AbortSignal,
): Promise<ContainerState | 'gone' | undefined> => {
  for (let failures = 1; ; failures++)
    try {
      await daemon.waitFor(container.id, signal);
      const { State } = await daemon.ask((abortSignal) => container.inspect({ abortSignal }), signal);
      if (!State.Running) return State;
      failures = 0;
    } catch (error) {
      if (isOver(signal)) return undefined;
      if (statusOf(error) === 404) return 'gone';
      daemon.awaits(error);
      await pause(backOffMs(failures, Math.random()), undefined, { signal }).catch(() => undefined);
    }
};

/** Asked anew: it changes meanwhile. */
const isOver = (signal: AbortSignal): boolean => signal.aborted;
