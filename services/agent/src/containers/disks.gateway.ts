import type Docker from 'dockerode';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { LABELS, diskNames } from './container-options.ts';
import { statusOf } from './daemon.gateway.ts';

/** An endpoint that sleeps for a day fetches its model again when it wakes. */
const CACHE_KEPT_MS = 24 * 3_600_000;

/** The disks of containers: one of each replica, and one of each endpoint for what its replicas download. */
export class Disks {
  constructor(
    private readonly docker: Docker,
    private readonly nodeId: string,
    /** Remembers when each endpoint's disk was used last. */
    private readonly folder: string,
  ) {}

  /** Made before the container, so that they can be known again. Making one twice is making it once. */
  async make(launch: ContainerLaunch): Promise<void> {
    const { own, cache } = diskNames(launch);
    const labels = { [LABELS.node]: this.nodeId, [LABELS.endpoint]: launch.endpointId };
    if (launch.diskPath !== null)
      await this.docker.createVolume({
        Name: own,
        Labels: { ...labels, [LABELS.replica]: launch.replicaId },
      });
    if (launch.cachePath === null) return;
    this.#used(cache);
    await this.docker.createVolume({ Name: cache, Labels: labels });
  }

  /** What a replica had of its own. */
  async clear(replicaId: string): Promise<void> {
    await this.#remove(diskNames({ replicaId, endpointId: '' }).own);
    await this.#clearUnused(({ Labels, Name }) => !(LABELS.replica in Labels) && this.#isOld(Name));
  }

  /** To be called while nothing starts: what belonged to replicas that have no container any more. */
  async clearLost(): Promise<void> {
    await this.#clearUnused(({ Labels, Name }) => LABELS.replica in Labels || this.#isOld(Name));
  }

  async #clearUnused(isUseless: (volume: Docker.VolumeInspectInfo) => boolean): Promise<void> {
    const filters = { label: [`${LABELS.node}=${this.nodeId}`], dangling: ['true'] };
    const { Volumes } = await this.docker.listVolumes({ filters: JSON.stringify(filters) });
    for (const volume of Volumes.filter(isUseless)) await this.#remove(volume.Name);
  }

  #used(name: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, name);
    writeFileSync(file, '', { mode: 0o600 });
    const now = new Date();
    utimesSync(file, now, now);
  }

  #isOld(name: string): boolean {
    const used = statSync(join(this.folder, name), { throwIfNoEntry: false });
    return used === undefined || Date.now() - used.mtimeMs > CACHE_KEPT_MS;
  }

  /** One that a container has again by now stays. */
  async #remove(name: string): Promise<void> {
    await this.docker
      .getVolume(name)
      .remove()
      .catch((error: unknown) => {
        if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
      });
  }
}
