import type { Clock } from '@tidegate/eventing/nest';
import type Docker from 'dockerode';
import { join } from 'node:path';
import { z } from 'zod';
import { monotonicUsOf } from '../containers/container-end.ts';
import { containerGroup } from '../containers/container-group.gateway.ts';
import { ContainerLife } from '../containers/container-life.loop.ts';
import { LABELS } from '../containers/container-options.ts';
import { ContainerOutput } from '../containers/container-output.store.ts';
import { Daemon, statusOf } from '../containers/daemon.gateway.ts';
import { Disks } from '../containers/disks.gateway.ts';
import { type ContainerTools, LaunchContainer, placeOf } from '../containers/launch-container.gateway.ts';
import { ImageAccess } from '../images/image-access.store.ts';
import { PullImage } from '../images/pull-image.gateway.ts';
import { ReplicaFolder, keptReplicas, replicasFolder } from './replica-folder.store.ts';
import type { ContainerLaunch } from './launch.ts';
import { type DrivenReplica, ReplicaDriver, type ReplicaExit, type Starting } from './replica.driver.ts';

const FILE = 'container.json';
const ContainerFile = z.object({
  containerId: z.string(),
  startedAtUs: z.int(),
  port: z.int(),
  metricsPort: z.int().nullable(),
});
type ContainerFile = Readonly<z.infer<typeof ContainerFile>>;

const MIB = 1024 ** 2;
const REMOVE_WITHIN_MS = 60_000;

export type DockerSettings = Readonly<{
  nodeId: string;
  /** Where ports are published. */
  address: string;
  /** The agent's own. */
  folder: string;
  /** Of the daemon of this machine. */
  dockerSocket: string;
}>;

/** Runs a replica as a container of this machine's Docker daemon, 20.10 or later. */
export class DockerDriver extends ReplicaDriver {
  readonly #lives = new Map<string, ContainerLife>();
  /** What is being started, and what ends that. */
  readonly #starting = new Map<string, { abort: AbortController; settled: Promise<unknown> }>();
  readonly #listeners = new Set<(exit: ReplicaExit) => void>();
  readonly #closed = new AbortController();
  readonly #tools: ContainerTools;
  readonly #launcher: LaunchContainer;
  readonly #root: string;

  constructor({ nodeId, address, folder, dockerSocket }: DockerSettings, clock: Pick<Clock, 'monotonicUs'>) {
    super();
    this.#root = replicasFolder(folder);
    const daemon = new Daemon(dockerSocket);
    const images = new PullImage(daemon, new ImageAccess(join(folder, 'image-access.json')));
    const disks = new Disks(daemon.docker, nodeId, join(folder, 'disks'));
    this.#tools = { daemon, images, disks, clock, nodeId, address };
    this.#launcher = new LaunchContainer(this.#tools);
    // Now, since nothing reads the files yet.
    for (const replicaId of keptReplicas(this.#root))
      new ContainerOutput(new ReplicaFolder(this.#root, replicaId)).repair();
  }

  override async start(launch: ContainerLaunch, { signal, writes }: Starting): Promise<DrivenReplica> {
    const { replicaId } = launch;
    if (this.#lives.has(replicaId) || this.#starting.has(replicaId))
      throw new Error(`${replicaId} runs already`);
    const abort = new AbortController();
    const started = this.#start(launch, {
      signal: AbortSignal.any([signal, abort.signal, this.#closed.signal]),
      writes,
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
    starting?.abort.abort();
    await starting?.settled;
    await this.#lives.get(replicaId)?.stop(limitMs);
  }

  override async freeze(replicaId: string): Promise<void> {
    await this.#life(replicaId).freeze();
  }

  override async thaw(replicaId: string): Promise<void> {
    await this.#life(replicaId).thaw();
  }

  /** While the daemon is away it is waited for: without it nothing is known of what runs here. */
  override async adopt(): Promise<readonly DrivenReplica[]> {
    const { daemon, nodeId, disks } = this.#tools;
    const { signal } = this.#closed;
    await daemon.ask(() => this.#launcher.ensureNetwork(), signal);
    const filters = JSON.stringify({ label: [`${LABELS.node}=${nodeId}`] });
    const found = await daemon.ask(
      (abortSignal) => daemon.docker.listContainers({ all: true, filters, abortSignal }),
      signal,
    );
    for (const { Id } of found) await this.#adoptOne(Id);
    await daemon.ask(() => disks.clearLost(), signal);
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
    const { daemon, disks } = this.#tools;
    const container = daemon.docker.getContainer(replicaId);
    await container
      .remove({ force: true, v: true, abortSignal: AbortSignal.timeout(REMOVE_WITHIN_MS) })
      .catch(unlessGone);
    await disks.clear(replicaId);
    await new ReplicaFolder(this.#root, replicaId).remove();
  }

  override close(): void {
    this.#closed.abort(new Error('the agent ends'));
    for (const life of this.#lives.values()) life.leave();
    this.#listeners.clear();
  }

  #life(replicaId: string): ContainerLife {
    const life = this.#lives.get(replicaId);
    if (!life) throw new Error(`${replicaId} does not run`);
    return life;
  }

  async #start(
    launch: ContainerLaunch,
    { signal, writes }: Omit<Starting, 'nodeId'>,
  ): Promise<ContainerLife> {
    const folder = new ReplicaFolder(this.#root, launch.replicaId);
    folder.create();
    const output = new ContainerOutput(folder);
    const say = (words: string): void => {
      output.say(words);
      writes(output.files);
    };
    const { container, startedAtUs } = await this.#launcher.launch(launch, { signal, say });
    // It runs: what ends the start early does nothing any more, and the next agent would adopt it.
    try {
      const { port, metricsPort } = launch;
      const kept = { containerId: container.id, startedAtUs, port, metricsPort };
      folder.write(FILE, kept satisfies ContainerFile);
      const ask = (abortSignal: AbortSignal) => container.inspect({ abortSignal });
      return await this.#lifeOf(await this.#tools.daemon.ask(ask, this.#closed.signal), output, kept);
    } catch (error) {
      if (!this.#closed.signal.aborted)
        await container.remove({ force: true, v: true }).catch(() => undefined);
      throw error;
    }
  }

  /** One that was made and never started has held nothing, and is wanted anew if it is wanted. */
  async #adoptOne(id: string): Promise<void> {
    const { daemon } = this.#tools;
    const container = daemon.docker.getContainer(id);
    try {
      const facts = await daemon.ask(
        (abortSignal) => container.inspect({ abortSignal }),
        this.#closed.signal,
      );
      if (facts.State.Status === 'created') {
        await container.remove({ force: true, v: true });
        return;
      }
      const replicaId = facts.Config.Labels[LABELS.replica] ?? facts.Name.slice(1);
      const folder = new ReplicaFolder(this.#root, replicaId);
      folder.create();
      this.#lives.set(
        replicaId,
        await this.#lifeOf(facts, new ContainerOutput(folder), this.#keptOf(folder, facts)),
      );
    } catch (error) {
      unlessGone(error);
    }
  }

  /** What the agent before did not come to write down is told by the container. */
  #keptOf(folder: ReplicaFolder, { Id, State, HostConfig }: Docker.ContainerInspectInfo): Kept {
    const kept = ContainerFile.safeParse(folder.read(FILE));
    if (kept.success && kept.data.containerId === Id) return kept.data;
    const now = { monotonicUs: this.#tools.clock.monotonicUs(), wallUs: Date.now() * 1000 };
    const ports = Object.keys(HostConfig.PortBindings as object).map((port) => Number.parseInt(port, 10));
    return {
      startedAtUs: monotonicUsOf(State.StartedAt, now),
      port: ports[0] ?? 0,
      metricsPort: ports[1] ?? null,
    };
  }

  async #lifeOf(
    facts: Docker.ContainerInspectInfo,
    output: ContainerOutput,
    kept: Kept,
  ): Promise<ContainerLife> {
    const { daemon } = this.#tools;
    const { Id, State, Config, HostConfig } = facts;
    const replicaId = Config.Labels[LABELS.replica] ?? facts.Name.slice(1);
    const driven: DrivenReplica = {
      replicaId,
      groupId: await containerGroup(State.Pid, Id),
      startedAtUs: kept.startedAtUs,
      place: State.Running ? placeOf(facts, kept) : null,
      output: output.files,
    };
    const running = {
      driven,
      container: daemon.docker.getContainer(Id),
      output,
      memoryMib: Math.round((HostConfig.Memory ?? 0) / MIB),
      stopSignal: (Config as { StopSignal?: string }).StopSignal ?? 'SIGTERM',
    };
    return new ContainerLife(running, this.#tools, (exit) => {
      this.#lives.delete(replicaId);
      for (const listener of this.#listeners) listener(exit);
    });
  }
}

type Kept = Pick<ContainerFile, 'startedAtUs' | 'port' | 'metricsPort'>;

const unlessGone = (error: unknown): void => {
  if (statusOf(error) !== 404) throw error;
};
