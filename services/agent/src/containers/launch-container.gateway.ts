import type Docker from 'dockerode';
import type { Clock } from '@tidegate/eventing/nest';
import type { ContainerLaunch, Place } from '../drivers/launch.ts';
import type { PullImage, Pulling } from '../images/pull-image.gateway.ts';
import { NotLaunchable } from '../launching/not-launchable.ts';
import { LABELS, NETWORK, containerOptions, tcp } from './container-options.ts';
import { type Daemon, statusOf, wordsOf } from './daemon.gateway.ts';
import type { Disks } from './disks.gateway.ts';

export type ContainerTools = Readonly<{
  daemon: Daemon;
  images: PullImage;
  disks: Disks;
  clock: Pick<Clock, 'monotonicUs'>;
  nodeId: string;
  address: string;
}>;

/** A daemon chooses a free port and takes it a moment later. */
const PORT_TAKEN = /port is already allocated|address already in use|failed to bind/i;
const MOST_STARTS = 3;

/** Brings a container to life, or leaves nothing of it. */
export class LaunchContainer {
  constructor(private readonly tools: ContainerTools) {}

  /**
   * @returns the container, which runs, and when it began to
   * @throws NotLaunchable; the signal's reason
   */
  async launch(
    launch: ContainerLaunch,
    pulling: Pulling,
  ): Promise<{ container: Docker.Container; startedAtUs: number }> {
    const { daemon, images, disks, clock } = this.tools;
    await images.bring(launch, pulling);
    for (let starts = 1; ; starts++) {
      pulling.signal.throwIfAborted();
      try {
        await daemon.ask(() => disks.make(launch), pulling.signal);
        const container = await this.#create(launch, pulling.signal);
        const startedAtUs = clock.monotonicUs();
        await daemon.ask((abortSignal) => started(container, abortSignal), pulling.signal);
        return { container, startedAtUs };
      } catch (error) {
        await this.#clearAway(launch.replicaId);
        pulling.signal.throwIfAborted();
        const words = wordsOf(error);
        if (!PORT_TAKEN.test(words) || starts === MOST_STARTS)
          throw new NotLaunchable('launch_failed', `its container could not be started: ${words}`);
      }
    }
  }

  /** The network of all replicas: out of it they reach the world, and not one another. */
  async ensureNetwork(): Promise<void> {
    const { docker } = this.tools.daemon;
    const options = { 'com.docker.network.bridge.enable_icc': 'false' };
    const isThere = await docker
      .getNetwork(NETWORK)
      .inspect()
      .then(
        () => true,
        (error: unknown) => {
          if (statusOf(error) === 404) return false;
          throw error;
        },
      );
    if (!isThere) await docker.createNetwork({ Name: NETWORK, CheckDuplicate: true, Options: options });
  }

  /** Under the replica's name: what is there by that name is from a start that nobody knows of any more. */
  async #create(launch: ContainerLaunch, signal: AbortSignal): Promise<Docker.Container> {
    const { daemon, nodeId, address } = this.tools;
    const { NCPU } = (await daemon.ask(() => daemon.docker.info(), signal)) as { NCPU: number };
    const options = containerOptions(launch, { nodeId, address, vcpuMillis: NCPU * 1000 });
    return daemon.ask(async (abortSignal) => {
      await this.#remove(launch.replicaId, abortSignal);
      return daemon.docker.createContainer({ ...options, abortSignal });
    }, signal);
  }

  /** With whatever runs in it. @throws when it is another's */
  async #remove(replicaId: string, abortSignal: AbortSignal): Promise<void> {
    const container = this.tools.daemon.docker.getContainer(replicaId);
    try {
      const { Config } = await container.inspect({ abortSignal });
      if (Config.Labels[LABELS.node] !== this.tools.nodeId)
        throw new Error(`a container that is not of this node has the name ${replicaId}`);
      await container.remove({ force: true, v: true, abortSignal });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }

  /** What stays all the same is removed by the next start under this name, or by the next agent. */
  async #clearAway(replicaId: string): Promise<void> {
    await this.#remove(replicaId, AbortSignal.timeout(CLEAR_WITHIN_MS)).catch(() => undefined);
  }
}

const CLEAR_WITHIN_MS = 10_000;

/** Starting what runs is no error: the daemon may have heard the question that got no answer. */
const started = async (container: Docker.Container, abortSignal: AbortSignal): Promise<void> => {
  try {
    await container.start({ abortSignal });
  } catch (error) {
    if (statusOf(error) !== 304) throw error;
  }
};

/** Where a container that runs is reached. @throws when its port is not published */
export const placeOf = (
  { NetworkSettings }: Docker.ContainerInspectInfo,
  { port, metricsPort }: Pick<ContainerLaunch, 'port' | 'metricsPort'>,
): Place => {
  const published = (inside: number): { host: string; port: number } => {
    const [binding] = NetworkSettings.Ports[tcp(inside)] ?? [];
    if (!binding) throw new Error(`its port ${String(inside)} is not published`);
    return { host: binding.HostIp, port: Number(binding.HostPort) };
  };
  return { ...published(port), metricsPort: metricsPort === null ? null : published(metricsPort).port };
};
