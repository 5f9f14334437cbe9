import { Inject, Injectable } from '@nestjs/common';
import Docker from 'dockerode';
import { statfs } from 'node:fs/promises';
import { type AgentSettings, SETTINGS } from '../settings.ts';

const DAEMON_LIMIT_MS = 2000;
const ASKED_AGAIN_MS = 60_000;

/** How full the disk is that the replicas of this node write to. */
@Injectable()
export class NodeDisk {
  /** Null: not known yet, or not here. */
  #path: string | null = null;
  #askedAtMs = -Infinity;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<AgentSettings, 'driver' | 'folder' | 'dockerSocket'>,
  ) {}

  /** In percent, as `df` counts; null where it cannot be seen: in a cluster, or beside a daemon in a machine of its own. */
  async fullPercent(): Promise<number | null> {
    const path = await this.#pathOfReplicas();
    const disk = path === null ? null : await statfs(path).catch(() => null);
    if (!disk) return null;
    const used = disk.blocks - disk.bfree;
    const usable = used + disk.bavail;
    return usable > 0 ? (100 * used) / usable : null;
  }

  async #pathOfReplicas(): Promise<string | null> {
    if (this.settings.driver === 'process') return this.settings.folder;
    const nowMs = performance.now();
    if (this.settings.driver !== 'docker' || this.#path !== null) return this.#path;
    if (nowMs - this.#askedAtMs < ASKED_AGAIN_MS) return null;
    this.#askedAtMs = nowMs;
    const docker = new Docker({ socketPath: this.settings.dockerSocket, timeout: DAEMON_LIMIT_MS });
    const info = (await docker.info().catch(() => ({}))) as { DockerRootDir?: unknown };
    this.#path = typeof info.DockerRootDir === 'string' ? info.DockerRootDir : null;
    return this.#path;
  }
}
