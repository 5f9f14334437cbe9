import { setTimeout as pause } from 'node:timers/promises';

export type Readiness = Readonly<{
  port: number;
  deadline: number;
  signal: AbortSignal;
}>;

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

/** True once the service says that it is ready; false when the deadline has passed or the start was given up. */
export const untilReady = async ({ port, deadline, signal }: Readiness): Promise<boolean> => {
  while (!signal.aborted) {
    if (await isReady(port)) return true;
    if (performance.now() > deadline) return false;
    await pause(50, undefined, { signal }).catch(() => undefined);
  }
  return false;
};
