import { Inject, Injectable, Optional } from '@nestjs/common';
import { type GpuUse, gpuUses } from '../hardware/gpu-use.ts';
import { NVIDIA_SMI, lookAtGpuUse } from '../hardware/nvidia-smi.gateway.ts';
import { AgentNodes } from '../node/agent-nodes.ts';
import { ThisNode } from '../node/this-node.gateway.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';

const LIMIT_MS = 5000;
/** A look that is older says nothing of now. */
const KEPT_MS = 10_000;
/** Where the driver is slow, looking takes a tenth of the time at most. */
const PAUSE_PER_LOOK = 9;
/** Where there is no such program, or it fails: twice as long each time in a row, up to a minute. */
const FIRST_BACK_OFF_MS = 2000;
const LONGEST_BACK_OFF_MS = 60_000;

/** How the GPUs of the agent's own machine are used: one question to their driver at a time, for all replicas together. */
@Injectable()
export class NodeGpus {
  #uses: ReadonlyMap<string, GpuUse> = new Map();
  #seenAtMs = -Infinity;
  #nextAtMs = -Infinity;
  #failures = 0;
  #looking: Promise<void> | undefined;

  constructor(
    @Optional() @Inject(AgentNodes) private readonly nodes: AgentNodes | undefined,
    @Inject(SETTINGS) private readonly settings: Pick<AgentSettings, 'nvidiaSmi'>,
  ) {}

  /** To be called each round in which a replica holds GPUs. Nobody waits for the answer: the next round has it. */
  look(): void {
    const nowMs = performance.now();
    if (!this.#node || this.#looking || nowMs < this.#nextAtMs) return;
    this.#looking = this.#look(nowMs).finally(() => (this.#looking = undefined));
  }

  /** Null unless it is known of each of them. Of a piece of a GPU the driver does not tell. */
  of(gpuIndices: readonly number[]): GpuUse[] | null {
    if (gpuIndices.length === 0 || performance.now() - this.#seenAtMs > KEPT_MS) return null;
    const found = this.#devicesOf(gpuIndices).map((device) => this.#uses.get(device));
    const known = found.filter((use) => use !== undefined);
    return known.length === gpuIndices.length ? known : null;
  }

  async #look(beganMs: number): Promise<void> {
    const look = await lookAtGpuUse(this.settings.nvidiaSmi ?? NVIDIA_SMI, LIMIT_MS);
    const nowMs = performance.now();
    if (look.kind === 'seen') {
      this.#uses = gpuUses(look.printed);
      this.#seenAtMs = nowMs;
      this.#failures = 0;
      this.#nextAtMs = nowMs + (nowMs - beganMs) * PAUSE_PER_LOOK;
      return;
    }
    // Beyond so many doublings the limit holds anyway.
    const backOffMs = FIRST_BACK_OFF_MS * 2 ** Math.min(this.#failures++, 10);
    this.#nextAtMs = nowMs + Math.min(backOffMs, LONGEST_BACK_OFF_MS);
  }

  /** Simulated GPUs have no driver, and those of a cluster's nodes are not seen from here. */
  get #node(): ThisNode | undefined {
    return this.nodes instanceof ThisNode && this.nodes.hasGpus ? this.nodes : undefined;
  }

  #devicesOf(gpuIndices: readonly number[]): string[] {
    try {
      return this.#node?.gpuDevices(gpuIndices) ?? [];
    } catch {
      // One has gone.
      return [];
    }
  }
}
