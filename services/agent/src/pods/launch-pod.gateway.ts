import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@tidegate/eventing/nest';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { ApiRefused, wordsOf } from '../kubernetes/cluster-api.gateway.ts';
import type { ClusterView } from '../kubernetes/cluster-view.loop.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { NotLaunchable } from '../launching/not-launchable.ts';
import { launchProblem, wordsOf as wordsOfHurdle } from './launch-problem.ts';
import { type PodSettings, podParts } from './pod-manifest.ts';
import { type Hurdle, podState } from './pod-state.ts';
import type { PodsApi } from './pods-api.gateway.ts';

export type PodTools = Readonly<{
  view: ClusterView;
  pods: PodsApi;
  clock: Pick<Clock, 'monotonicUs'>;
  settings: PodSettings;
}>;

export type Launching = Readonly<{
  nodeId: string;
  signal: AbortSignal;
  /** To whoever reads the replica's log. */
  say: (words: string) => void;
  /** What to remember of it with its pod; null: nothing. */
  record: string | null;
}>;

const CLEAR_WITHIN_MS = 60_000;
/** A pod is gone within moments, unless its node is. */
const FORCE_AFTER_MS = 20_000;
/** There is nothing to finish in one that has not run, and some nodes take a minute to notice. */
const FORCE_UNBORN_AFTER_MS = 3000;
const LOOK_MS = 1000;
/** The largest images on the slowest disks are there by then. */
const LONGEST_START_MS = 2 * 3_600_000;

/** Below those that clusters give to services (from 30000) and systems to outgoing connections (from 32768). */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 29_999;
const PORT_TRIES = 64;

const portsTakenBy = ({ spec }: Pod, nodeName: string): number[] =>
  spec?.nodeName === nodeName
    ? (spec.containers ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ hostPort }) => hostPort ?? []))
    : [];

type Met = Readonly<{ hurdle: Hurdle; sinceMs: number; words: string }>;

/** Brings a pod to life, or leaves nothing of it. */
export class LaunchPod {
  constructor(private readonly tools: PodTools) {}

  /**
   * @returns the pod, which runs or has run
   * @throws NotLaunchable; the signal's reason
   */
  async launch(launch: ContainerLaunch, launching: Launching): Promise<Pod> {
    const { pods, view, settings } = this.tools;
    const { signal, say } = launching;
    const node = view.node(launching.nodeId);
    if (!node) throw new NotLaunchable('launch_failed', 'its node is not in the cluster any more');
    const { pod, secrets } = podParts(launch, node, settings, {
      record: launching.record,
      nodePorts: settings.reach === 'node' ? this.#freePorts(node.metadata.name) : null,
    });
    try {
      await this.clearAway(launch.replicaId, signal);
      for (const secret of secrets) await pods.makeSecret(secret, signal);
      say(`asks the cluster for a pod on ${node.metadata.name} with the image ${launch.image}`);
      const made = await pods.makePod(pod, signal);
      for (const { metadata } of secrets) await pods.own(metadata?.name ?? '', made, signal);
      return await this.#run(made, launch, launching);
    } catch (error) {
      const limited = AbortSignal.timeout(CLEAR_WITHIN_MS);
      // What stays all the same is removed by the next start under this name, or by the next agent.
      await this.clearAway(launch.replicaId, limited).catch(() => undefined);
      signal.throwIfAborted();
      if (!(error instanceof ApiRefused)) throw error;
      throw new NotLaunchable('launch_failed', `the cluster does not take its pod: ${wordsOf(error)}`);
    }
  }

  /** With whatever runs in it. Resolves when there is no pod of that name and no secret of it. */
  async clearAway(replicaId: string, signal: AbortSignal): Promise<void> {
    const { pods, view } = this.tools;
    const startMs = performance.now();
    for (let asked = ''; ;) {
      const pod = view.pod(replicaId);
      if (!pod) break;
      const { uid } = pod.metadata;
      const limitMs = podState(pod).kind === 'waiting' ? FORCE_UNBORN_AFTER_MS : FORCE_AFTER_MS;
      const isStuck = performance.now() - startMs > limitMs;
      if (asked !== uid || isStuck) await pods.deletePod(pod.metadata, isStuck ? 0 : 1, signal);
      asked = uid;
      await pause(100, undefined, { signal });
    }
    await pods.deleteSecrets(replicaId, signal);
  }

  /** What others have taken the scheduler of the cluster knows, and says so. */
  #freePorts(nodeName: string): { port: number; metricsPort: number } {
    const taken = new Set(this.tools.view.pods.flatMap((pod) => portsTakenBy(pod, nodeName)));
    const free = (): number => {
      for (let tries = 0; tries < PORT_TRIES; tries++) {
        const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
        if (!taken.has(port)) {
          taken.add(port);
          return port;
        }
      }
      throw new NotLaunchable('launch_failed', `no free port was found on ${nodeName}`);
    };
    return { port: free(), metricsPort: free() };
  }

  /** @throws NotLaunchable when it will not run */
  async #run(made: Pod, launch: ContainerLaunch, { signal, say }: Launching): Promise<Pod> {
    const { view } = this.tools;
    const { name, uid } = made.metadata;
    const { promise, resolve, reject } = Promise.withResolvers<Pod>();
    let met: Met | undefined;
    const look = (pod: Pod): void => {
      const state = podState(pod);
      switch (state.kind) {
        case 'running':
          if (state.host !== null) resolve(pod);
          return;
        case 'ended':
          if (state.hasRun) resolve(pod);
          else reject(new NotLaunchable(state.cause ?? 'launch_failed', state.words ?? 'its pod never ran'));
          return;
        case 'waiting':
          met = this.#meet(met, state.hurdle, launch, say);
      }
    };
    const startMs = performance.now();
    const guarded = (pod: Pod | undefined): void => {
      try {
        if (pod?.metadata.uid === uid) look(pod);
        if (performance.now() - startMs > LONGEST_START_MS)
          throw new NotLaunchable('launch_failed', 'its container was not made within two hours');
      } catch (error) {
        reject(error);
      }
    };
    const end = (): void => {
      reject(signal.reason);
    };
    const unhear = view.onPod(({ pod, isGone }) => {
      if (pod.metadata.uid !== uid) return;
      if (isGone) reject(new NotLaunchable('evicted', 'its pod was deleted by somebody else before it ran'));
      else guarded(pod);
    });
    const timer = setInterval(() => {
      guarded(view.pod(name));
    }, LOOK_MS);
    signal.addEventListener('abort', end, { once: true });
    try {
      signal.throwIfAborted();
      guarded(view.pod(name));
      return await promise;
    } finally {
      clearInterval(timer);
      unhear();
      signal.removeEventListener('abort', end);
    }
  }

  /** @throws NotLaunchable when it has been there for too long */
  #meet(
    before: Met | undefined,
    hurdle: Hurdle | null,
    { image }: ContainerLaunch,
    say: (words: string) => void,
  ): Met | undefined {
    if (hurdle === null) return before;
    const isSame = before?.hurdle.kind === hurdle.kind;
    const sinceMs = isSame ? before.sinceMs : performance.now();
    const words = wordsOfHurdle(hurdle, isSame ? before.words : '');
    if (!isSame || words !== before.words) say(`does not run yet: ${words || hurdle.reason}`);
    const problem = launchProblem(image, hurdle, { words, forMs: performance.now() - sinceMs });
    if (problem) throw new NotLaunchable(problem.cause, problem.sentence);
    return { hurdle, sinceMs, words };
  }
}
