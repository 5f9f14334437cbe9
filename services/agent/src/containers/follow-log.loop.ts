import { Logger } from '@nestjs/common';
import type Docker from 'dockerode';
import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from '../sync/back-off.ts';
import type { ContainerOutput } from './container-output.store.ts';
import { statusOf, wordsOf } from './daemon.gateway.ts';
import { LogResume, sinceOf } from './log-cursor.ts';
import { LogFrames } from './log-frames.ts';

/** Of a container that has ended: what cannot be read then will not be. */
const MOST_FAILURES_AT_THE_END = 5;
/** A stream of a container that runs may end for nothing. */
const SHORTEST_PAUSE_MS = 100;

export type Followed = Readonly<{
  container: Docker.Container;
  output: ContainerOutput;
  isOver: () => boolean;
}>;

/** Copies a container's log into its output files, from where it was left off, until all is copied or the signal. */
export const followLog = async (followed: Followed, signal: AbortSignal): Promise<void> => {
  for (let failures = 0; ;) {
    // What is read after the end is known is all there is.
    const isLast = followed.isOver();
    const error = await copy(followed, signal).catch((reason: unknown) => reason ?? 'unknown');
    failures = error === undefined ? 0 : failures + 1;
    if (signal.aborted || isGone(error)) return;
    if (isLast && (failures === 0 || failures >= MOST_FAILURES_AT_THE_END)) return;
    if (failures === 3) tell(followed, error);
    await pause(pauseMs(failures, followed.isOver()), undefined, { signal }).catch(() => undefined);
  }
};

const pauseMs = (failures: number, isOver: boolean): number => {
  if (failures > 0) return backOffMs(failures, Math.random());
  return isOver ? 0 : SHORTEST_PAUSE_MS;
};

/** Its container is gone, or about to be. */
const isGone = (error: unknown): boolean => [404, 409].includes(statusOf(error) ?? 0);

const tell = ({ container }: Followed, error: unknown): void => {
  new Logger('follow-log').warn(
    { event: 'container.log_waits', container: container.id, error: wordsOf(error) },
    'a log cannot be read now',
  );
};

/** One answer of the daemon, which ends with the container or the connection. */
const copy = async ({ container, output }: Followed, signal: AbortSignal): Promise<void> => {
  const resume = new LogResume(output.cursorOf(container.id));
  const stream = await container.logs({
    follow: true,
    stdout: true,
    stderr: true,
    timestamps: true,
    since: sinceOf(resume.cursor),
    abortSignal: signal,
  });
  const frames = new LogFrames();
  try {
    for await (const chunk of stream) {
      const entries = frames.push(chunk as Buffer).filter((entry) => resume.take(entry));
      if (entries.length > 0) output.append(container.id, entries, resume.cursor);
    }
  } finally {
    (stream as NodeJS.ReadableStream & { destroy: () => void }).destroy();
  }
};
