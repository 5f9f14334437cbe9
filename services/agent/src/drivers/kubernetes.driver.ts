import type { Clock } from '@tidegate/eventing/nest';
import { z } from 'zod';
import { monotonicUsOf } from '../containers/container-end.ts';
import { ContainerOutput } from '../containers/container-output.store.ts';
import type { ClusterApi } from '../kubernetes/cluster-api.gateway.ts';
import type { ClusterView } from '../kubernetes/cluster-view.loop.ts';
import type { Pod } from '../kubernetes/objects.ts';
import { quantityOf } from '../kubernetes/quantity.ts';
import { LaunchPod, type PodTools } from '../pods/launch-pod.gateway.ts';
import { PodLife } from '../pods/pod-life.loop.ts';
import { type PodSettings, RECORD_ANNOTATION } from '../pods/pod-manifest.ts';
import { placeOf } from '../pods/pod-place.ts';
import { podState } from '../pods/pod-state.ts';
import { PodsApi } from '../pods/pods-api.gateway.ts';
import { RECORD_FILE, ReplicaFolder, keptReplicas, replicasFolder } from './replica-folder.store.ts';
import type { ContainerLaunch } from './launch.ts';
import {
  type DrivenReplica,
  NO_GROUP,
  ReplicaDriver,
  type ReplicaExit,
  type Starting,
} from './replica.driver.ts';

const FILE = 'pod.json';
const PodFile = z.object({
  uid: z.string(),
  startedAtUs: z.int(),
  place: z.object({ host: z.string(), port: z.int(), metricsPort: z.int().nullable() }).nullable(),
});
type PodFile = Readonly<z.infer<typeof PodFile>>;

const MIB = 1024 ** 2;
const REMOVE_WITHIN_MS = 60_000;

export type KubernetesDriverSettings = PodSettings &
  Readonly<{
    /** The agent's own. */
    folder: string;
  }>;

/** Runs a replica as a pod of a Kubernetes cluster, 1.20 or later. */
export class KubernetesDriver extends ReplicaDriver {
  readonly #lives = new Map<string, PodLife>();
  /** What is being started, and what ends that. */
  readonly #starting = new Map<string, { abort: AbortController; settled: Promise<unknown> }>();
  readonly #listeners = new Set<(exit: ReplicaExit) => void>();
  readonly #closed = new AbortController();
  readonly #tools: PodTools;
  readonly #launcher: LaunchPod;
  readonly #root: string;

  constructor(
    { folder, ...settings }: KubernetesDriverSettings,
    { api, view }: Readonly<{ api: ClusterApi; view: ClusterView }>,
    clock: Pick<Clock, 'monotonicUs'>,
  ) {
    super();
    this.#root = replicasFolder(folder);
    this.#tools = { view, pods: new PodsApi(api, settings.namespace), clock, settings };
    this.#launcher = new LaunchPod(this.#tools);
    // Now, since nothing reads the files yet.
    for (const replicaId of keptReplicas(this.#root)) new ContainerOutput(this.#folder(replicaId)).repair();
  }

  override async start(launch: ContainerLaunch, starting: Starting): Promise<DrivenReplica> {
    const { replicaId } = launch;
    if (this.#lives.has(replicaId) || this.#starting.has(replicaId))
      throw new Error(`${replicaId} runs already`);
    const abort = new AbortController();
    const started = this.#start(launch, {
      ...starting,
      signal: AbortSignal.any([starting.signal, abort.signal, this.#closed.signal]),
    });
    this.#starting.set(replicaId, { abort, settled: started.catch(() => undefined) });
    try {
      const life = await started;
      this.#lives.set(replicaId, life);
      setImmediate(() => {
        life.begin();
      });
      return life.running.driven;
    } finally {
      this.#starting.delete(replicaId);
    }
  }

  override async stop(replicaId: string, limitMs: number): Promise<void> {
    const starting = this.#starting.get(replicaId);
    starting?.abort.abort(new Error('it is to stop'));
    await starting?.settled;
    await this.#lives.get(replicaId)?.stop(limitMs);
  }

  override freeze(replicaId: string): Promise<void> {
    return Promise.reject(new Error(`${replicaId} is a pod, and nobody can let it stand still from outside`));
  }

  override thaw(): Promise<void> {
    return Promise.resolve();
  }

  /** While the API server is away it is waited for: without it nothing is known of what runs. */
  override async adopt(): Promise<readonly DrivenReplica[]> {
    const { view, pods } = this.#tools;
    const { signal } = this.#closed;
    await view.listed(signal);
    for (const pod of view.pods) await this.#adoptOne(pod);
    for (const replicaId of keptReplicas(this.#root)) this.#miss(replicaId);
    for (const replicaId of await pods.replicasWithSecrets(signal))
      if (!view.pod(replicaId)) await pods.deleteSecrets(replicaId, signal);
    const lives = [...this.#lives.values()];
    setImmediate(() => {
      for (const life of lives) life.begin();
    });
    return lives.map(({ running }) => running.driven);
  }

  override isAlive(replicaId: string): boolean {
    return this.#lives.has(replicaId);
  }

  override onExit(then: (exit: ReplicaExit) => void): () => void {
    this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  override async remove(replicaId: string): Promise<void> {
    if (this.#lives.has(replicaId) || this.#starting.has(replicaId))
      throw new Error(`${replicaId} still runs`);
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(REMOVE_WITHIN_MS)]);
    await this.#launcher.clearAway(replicaId, signal);
    await this.#folder(replicaId).remove();
  }

  override close(): void {
    this.#closed.abort(new Error('the agent ends'));
    for (const life of this.#lives.values()) life.leave();
    this.#listeners.clear();
    this.#tools.view.close();
  }

  async #start(launch: ContainerLaunch, { nodeId, signal, writes }: Starting): Promise<PodLife> {
    const folder = this.#folder(launch.replicaId);
    folder.create();
    const output = new ContainerOutput(folder);
    const say = (words: string): void => {
      output.say(words);
      writes(output.files);
    };
    const madeAtUs = this.#tools.clock.monotonicUs();
    const kept = folder.read(RECORD_FILE);
    const record = kept === undefined ? null : JSON.stringify(kept);
    const pod = await this.#launcher.launch(launch, { nodeId, signal, say, record });
    const file = {
      uid: pod.metadata.uid,
      startedAtUs: this.#startOf(pod, madeAtUs),
      place: placeOf(pod),
    };
    folder.write(FILE, file satisfies PodFile);
    return this.#lifeOf(launch.replicaId, output, file, memoryOf(pod));
  }

  /** One that has not run has held nothing, and is wanted anew if it is wanted. */
  async #adoptOne(pod: Pod): Promise<void> {
    const { name, uid, annotations } = pod.metadata;
    if (podState(pod).kind === 'waiting') {
      await this.#tools.pods.deletePod(pod.metadata, 1, this.#closed.signal);
      return;
    }
    const folder = this.#folder(name);
    folder.create();
    const record = annotations?.[RECORD_ANNOTATION];
    // This agent's disk is another: it remembers what the agent before has put on the pod.
    if (record !== undefined && folder.read(RECORD_FILE) === undefined)
      folder.write(RECORD_FILE, JSON.parse(record));
    const kept = PodFile.safeParse(folder.read(FILE));
    const file =
      kept.success && kept.data.uid === uid
        ? kept.data
        : { uid, startedAtUs: this.#startOf(pod), place: placeOf(pod) };
    folder.write(FILE, file satisfies PodFile);
    this.#lives.set(name, this.#lifeOf(name, new ContainerOutput(folder), file, memoryOf(pod)));
  }

  /** A pod that ran when the agent before went, and is there no more: its end is told like any other. */
  #miss(replicaId: string): void {
    const folder = this.#folder(replicaId);
    const kept = PodFile.safeParse(folder.read(FILE));
    if (this.#lives.has(replicaId) || !kept.success || this.#tools.view.pod(replicaId)) return;
    this.#lives.set(replicaId, this.#lifeOf(replicaId, new ContainerOutput(folder), kept.data, null));
  }

  #lifeOf(replicaId: string, output: ContainerOutput, file: PodFile, memoryMib: number | null): PodLife {
    const { uid, startedAtUs, place } = file;
    const driven = { replicaId, groupId: NO_GROUP, startedAtUs, place, output: output.files };
    return new PodLife({ driven, uid, output, memoryMib }, this.#tools, (exit) => {
      this.#lives.delete(replicaId);
      for (const listener of this.#listeners) listener(exit);
    });
  }

  /** By the cluster's clock, in whole seconds; never before somebody asked for it. */
  #startOf(pod: Pod, madeAtUs = 0): number {
    const state = podState(pod);
    const startedAt = state.kind === 'waiting' ? null : state.startedAt;
    const now = { monotonicUs: this.#tools.clock.monotonicUs(), wallUs: Date.now() * 1000 };
    return monotonicUsOf(startedAt ?? '', now, madeAtUs);
  }

  #folder(replicaId: string): ReplicaFolder {
    return new ReplicaFolder(this.#root, replicaId);
  }
}

const memoryOf = ({ spec }: Pod): number | null => {
  const bytes = quantityOf(spec?.containers?.[0]?.resources?.limits?.['memory']);
  return bytes > 0 ? Math.round(bytes / MIB) : null;
};
