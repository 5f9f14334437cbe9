import { Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerOutput } from '../containers/container-output.store.ts';
import { LogResume, sinceOf } from '../containers/log-cursor.ts';
import type { LogEntry } from '../containers/log-frames.ts';
import { isMissing, wordsOf } from '../kubernetes/cluster-api.gateway.ts';
import { backOffMs } from '../sync/back-off.ts';
import { PodLog } from './pod-log.ts';
import { CONTAINER } from './pod-manifest.ts';
import type { PodsApi } from './pods-api.gateway.ts';

/** Of a pod that has ended: what cannot be read then will not be. */
const MOST_FAILURES_AT_THE_END = 5;
/** A stream of a pod that runs may end for nothing. */
const SHORTEST_PAUSE_MS = 100;

export type FollowedPod = Readonly<{
  name: string;
  uid: string;
  output: ContainerOutput;
  isOver: () => boolean;
}>;

/** Copies a pod's log into its output files, from where it was left off, until all is copied or the signal. */
export const followPodLog = async (
  pods: PodsApi,
  followed: FollowedPod,
  signal: AbortSignal,
): Promise<void> => {
  for (let failures = 0; ;) {
    // What is read after the end is known is all there is.
    const isLast = followed.isOver();
    const error = await copy(pods, followed, signal).catch((reason: unknown) => reason ?? 'unknown');
    failures = error === undefined ? 0 : failures + 1;
    if (signal.aborted || isMissing(error)) return;
    if (isLast && (failures === 0 || failures >= MOST_FAILURES_AT_THE_END)) return;
    if (failures === 3) tell(followed, error);
    await pause(pauseMs(failures, followed.isOver()), undefined, { signal }).catch(() => undefined);
  }
};

const pauseMs = (failures: number, isOver: boolean): number => {
  if (failures > 0) return backOffMs(failures, Math.random());
  return isOver ? 0 : SHORTEST_PAUSE_MS;
};

const tell = ({ name }: FollowedPod, error: unknown): void => {
  new Logger('follow-pod-log').warn(
    { event: 'pod.log_waits', replicaId: name, error: wordsOf(error) },
    'a log cannot be read now',
  );
};

/** One answer of the API server, which ends with the container or the connection. */
const copy = async (
  pods: PodsApi,
  { name, uid, output }: FollowedPod,
  signal: AbortSignal,
): Promise<void> => {
  const resume = new LogResume(output.cursorOf(uid));
  const since = sinceOf(resume.cursor);
  const query = {
    container: CONTAINER,
    follow: 'true',
    timestamps: 'true',
    ...(since > 0 && { sinceTime: `${new Date(since * 1000).toISOString().slice(0, 19)}Z` }),
  };
  const log = new PodLog();
  const take = (entries: readonly LogEntry[]): void => {
    const fresh = entries.filter((entry) => resume.take(entry));
    if (fresh.length > 0) output.append(uid, fresh, resume.cursor);
  };
  try {
    for await (const chunk of await pods.log(name, query, signal)) take(log.push(chunk));
  } catch (error) {
    if (!isSilence(error)) throw error;
  }
  take(log.end());
};

/** A program that has not written for minutes: the connection may be dead, or not. */
const isSilence = (error: unknown): boolean =>
  (error as { code?: string } | null)?.code === 'UND_ERR_BODY_TIMEOUT';
