import { Logger } from '@nestjs/common';
import type { StopCause } from '@tidegate/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { monotonicUsOf, outOfMemoryWords } from '../containers/container-end.ts';
import type { ContainerOutput } from '../containers/container-output.store.ts';
import type { DrivenReplica, ReplicaExit } from '../drivers/replica.driver.ts';
import { wordsOf } from '../kubernetes/cluster-api.gateway.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { followPodLog } from './follow-pod-log.loop.ts';
import type { PodTools } from './launch-pod.gateway.ts';
import { type PodEnd, lastStateOf, podState } from './pod-state.ts';

export type RunningPod = Readonly<{
  driven: DrivenReplica;
  uid: string;
  output: ContainerOutput;
  memoryMib: number | null;
}>;

/** The rest of what a pod has written is read within moments of its end. */
const REST_WITHIN_MS = 10_000;
/** Beyond the grace, a node tells within moments that a pod is gone; else it is forgotten, whatever its node does. */
const FORCE_AFTER_MS = 20_000;

const DELETED = "the replica's pod was deleted by somebody else";

/** One pod from its start, or its adoption, to its end. */
export class PodLife {
  readonly #log = new Logger('PodLife');
  readonly #left = new AbortController();
  readonly #following = new AbortController();
  readonly #end = Promise.withResolvers<undefined>();
  #isOver = false;
  #stopping = false;

  constructor(
    readonly running: RunningPod,
    private readonly tools: PodTools,
    private readonly ended: (exit: ReplicaExit) => void,
  ) {}

  begin(): void {
    void this.#run();
  }

  /** The agent ends and the pod stays. */
  leave(): void {
    this.#left.abort();
    this.#following.abort();
    this.#end.resolve(undefined);
  }

  /** Resolves when its end was told. While the API server is away it is asked again: nobody else will. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    void this.#delete(Math.max(1, Math.ceil(limitMs / 1000)));
    if (await within(this.#end.promise, limitMs + FORCE_AFTER_MS)) return;
    while (!this.#left.signal.aborted) {
      await this.#delete(0);
      if (await within(this.#end.promise, FORCE_AFTER_MS)) return;
    }
  }

  async #run(): Promise<void> {
    const { driven, uid, output } = this.running;
    const followed = { name: driven.replicaId, uid, output, isOver: () => this.#isOver };
    const copied = followPodLog(this.tools.pods, followed, this.#following.signal);
    const seen = await this.#watch();
    if (seen === undefined) return;
    this.#isOver = true;
    await within(copied, REST_WITHIN_MS);
    this.#following.abort();
    this.#tell(seen);
    this.#end.resolve(undefined);
  }

  /** @returns its end; undefined when the agent ends */
  async #watch(): Promise<Seen | undefined> {
    const { view } = this.tools;
    const { driven, uid } = this.running;
    const { promise, resolve } = Promise.withResolvers<Seen | undefined>();
    const look = (pod: Pod): void => {
      const state = podState(pod);
      if (state.kind === 'ended')
        resolve({ end: state, isDeleted: pod.metadata.deletionTimestamp !== undefined });
    };
    const leave = (): void => {
      resolve(undefined);
    };
    this.#left.signal.addEventListener('abort', leave, { once: true });
    const unhear = view.onPod(({ pod, isGone }) => {
      if (pod.metadata.uid !== uid) return;
      if (isGone) resolve({ end: lastStateOf(pod), isDeleted: true });
      else look(pod);
    });
    const now = view.pod(driven.replicaId);
    if (now?.metadata.uid === uid) look(now);
    else resolve({ end: GONE, isDeleted: true });
    const seen = await promise;
    unhear();
    return seen;
  }

  #tell({ end, isDeleted }: Seen): void {
    const { replicaId, startedAtUs } = this.running.driven;
    const wasTaken = isDeleted && !this.#stopping && end.cause === null;
    const words = wasTaken ? DELETED : this.#wordsOf(end);
    if (words !== null) this.#say(words);
    const now = { monotonicUs: this.tools.clock.monotonicUs(), wallUs: Date.now() * 1000 };
    // A cluster tells whole seconds, of the start and of the end alike.
    const atUs = monotonicUsOf(end.finishedAt ?? '', now, startedAtUs);
    const cause: StopCause | null = wasTaken ? 'evicted' : end.cause;
    this.ended({ replicaId, exitCode: end.exitCode, atUs, ...(cause && { cause }) });
  }

  #wordsOf({ cause, words }: PodEnd): string | null {
    const { memoryMib } = this.running;
    return cause === 'out_of_memory' && memoryMib !== null ? outOfMemoryWords(memoryMib) : words;
  }

  #say(words: string): void {
    try {
      this.running.output.say(words);
    } catch (error) {
      const { replicaId } = this.running.driven;
      this.#log.warn({ event: 'pod.not_said', replicaId, words, error }, 'a line cannot be written');
    }
  }

  async #delete(graceSeconds: number): Promise<void> {
    const { driven, uid } = this.running;
    const { replicaId } = driven;
    try {
      await this.tools.pods.deletePod({ name: replicaId, uid }, graceSeconds, this.#left.signal);
    } catch (error) {
      if (this.#left.signal.aborted) return;
      this.#log.warn({ event: 'pod.not_deleted', replicaId, error: wordsOf(error) }, 'not stopped yet');
    }
  }
}

type Seen = Readonly<{ end: PodEnd; isDeleted: boolean }>;

/** Nobody saw how. */
const GONE: PodEnd = {
  hasRun: true,
  exitCode: null,
  startedAt: null,
  finishedAt: null,
  cause: null,
  words: null,
};

/** @returns whether it came in time */
const within = async (event: Promise<unknown>, ms: number): Promise<boolean> => {
  const over = new AbortController();
  const late = pause(ms, false, { signal: over.signal }).catch(() => false);
  const came = await Promise.race([event.then(() => true), late]);
  over.abort();
  return came;
};
