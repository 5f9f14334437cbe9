import type { Clock } from '@tidegate/eventing/nest';
import Docker from 'dockerode';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { bootIdOfMachine } from '../hardware/boot-of-machine.gateway.ts';
import { type Discovered, discoverHardware } from '../hardware/discover-hardware.gateway.ts';
import type { InstalledGpus } from '../hardware/installed-gpus.store.ts';
import { MachineMemory } from '../hardware/machine-memory.store.ts';
import { WatchGpus } from '../hardware/watch-gpus.loop.ts';
import { localImages } from '../images/local-images.gateway.ts';
import { NotLaunchable } from '../launching/not-launchable.ts';
import type { AgentSettings } from '../settings.ts';
import { openAgentFolder } from './agent-folder.store.ts';
import { AgentNodes, type NodeReport } from './agent-nodes.ts';
import { KeptHere } from './kept-here.gateway.ts';
import { keptModels } from './kept-models.gateway.ts';
import { NO_TRAITS } from './own-traits.ts';

type Parts = Readonly<{ found: Discovered; memory: MachineMemory; folderId: string }>;

/** The machine that the agent runs on, and this life of its agent. */
export class ThisNode extends AgentNodes {
  readonly #agentId = randomUUID();
  readonly #found: Discovered;
  readonly #kept: KeptHere;
  readonly #watch: WatchGpus;
  #installed: InstalledGpus;
  #hadGpus = false;
  /**
   * A boot of the machine as this folder remembers it: an agent whose folder is gone does not know the replicas of
   * before, so to the control plane the node has begun anew.
   */
  readonly bootId: string;

  private constructor(
    private readonly settings: AgentSettings,
    private readonly clock: Pick<Clock, 'monotonicUs'>,
    { found, memory, folderId }: Parts,
  ) {
    super();
    this.#found = found;
    this.bootId = `${found.bootId}.${folderId}`;
    this.#kept = keptOn(settings);
    this.#installed = { gpus: found.capacity.gpus, devices: found.gpuDevices };
    const { nvidiaSmi, gpuLookMs: everyMs } = settings;
    this.#watch = new WatchGpus({ installed: this.#installed, memory, nvidiaSmi, everyMs }, (installed) => {
      this.#hadGpus ||= this.#installed.devices.size > 0;
      this.#installed = installed;
    });
  }

  /** @throws when the folder is another agent's, or the simulated GPUs cannot be read */
  static async discover(settings: AgentSettings, clock: Pick<Clock, 'monotonicUs'>): Promise<ThisNode> {
    const { simulateGpus, folder: directory, nvidiaSmi } = settings;
    const folderId = openAgentFolder(directory);
    const memory = new MachineMemory(join(directory, 'machine.json'), await bootIdOfMachine());
    const found = await discoverHardware({ simulateGpus, directory, nvidiaSmi, memory });
    return new ThisNode(settings, clock, { found, memory, folderId });
  }

  onApplicationBootstrap(): void {
    // Nothing comes to simulated GPUs or leaves them.
    if (this.settings.simulateGpus === '') void this.#watch.run();
  }

  onModuleDestroy(): void {
    this.#watch.end();
  }

  /** Whether this agent has seen installed GPUs; simulated ones are none. */
  get hasGpus(): boolean {
    return this.settings.simulateGpus === '' && (this.#hadGpus || this.#installed.devices.size > 0);
  }

  /**
   * How container runtimes and CUDA_VISIBLE_DEVICES name these GPUs: uuids where they are known.
   * @throws NotLaunchable when one is not there any more
   */
  gpuDevices(indices: readonly number[]): string[] {
    return indices.map((index) => {
      const device = this.#installed.devices.get(index);
      if (device !== undefined) return device;
      throw new NotLaunchable('launch_failed', `the GPU ${String(index)} of this node has gone`);
    });
  }

  override ids(): readonly string[] {
    return [this.settings.nodeId];
  }

  override known(nodeId: string): Pick<NodeReport, 'bootId' | 'address'> | undefined {
    const { bootId, settings } = this;
    return nodeId === settings.nodeId ? { bootId, address: settings.address } : undefined;
  }

  /** It is there for as long as its agent. */
  override onChange(): () => void {
    return () => undefined;
  }

  override report(): NodeReport {
    const { nodeId, cluster, address, driver, traits = NO_TRAITS } = this.settings;
    const { capacity, hostname, labels } = this.#found;
    return {
      nodeId,
      cluster,
      hostname,
      address,
      bootId: this.bootId,
      agentId: this.#agentId,
      monotonicUs: this.clock.monotonicUs(),
      capacity: { ...capacity, gpus: this.#installed.gpus },
      driver,
      ...traits,
      labels: { ...traits.labels, ...labels },
      has: [...this.#kept.list()],
    };
  }
}

const keptOn = ({ modelsFolder, driver, dockerSocket }: AgentSettings): KeptHere => {
  const docker = driver === 'docker' ? new Docker({ socketPath: dockerSocket }) : null;
  return new KeptHere({
    models: () => (modelsFolder === null ? Promise.resolve([]) : keptModels(modelsFolder)),
    images: () => (docker === null ? Promise.resolve([]) : localImages(docker)),
  });
};
