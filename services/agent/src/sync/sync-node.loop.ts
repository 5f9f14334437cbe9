import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { AgentNodes } from '../node/agent-nodes.ts';
import { Supervisor } from '../replicas/supervisor.handler.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { NodeTurns } from './node-turns.loop.ts';
import { SyncNode } from './sync-node.handler.ts';

/** All that is done at the end is done by then: replicas ended, their lines and their facts delivered. */
const LEAVE_WITHIN_MS = 8000;
/** A question without an answer ends with the connection at the latest. */
const LAST_ANSWER_WITHIN_MS = 1000;
/** Leaves time to deliver what there is to say of a replica that had to be killed. */
const LEAVING_STOP_LIMIT_MS = 5000;

type Turning = Readonly<{ turns: NodeTurns; endListening: () => void }>;

/** Asks the control plane each second about each of the agent's nodes, and at once when nudged or when there is something to tell. */
@Injectable()
export class SyncNodeLoop implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #turning = new Map<string, Turning>();
  readonly #listening: (() => void)[] = [];
  @Inject(SETTINGS) private readonly settings!: AgentSettings;

  constructor(
    private readonly node: SyncNode,
    private readonly nodes: AgentNodes,
    private readonly supervisor: Supervisor,
    private readonly bus: Bus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.supervisor.adopt();
    this.#listening.push(
      this.supervisor.onFact((nodeId) => this.#turning.get(nodeId)?.turns.wakeIfAnswered()),
      this.nodes.onChange(() => {
        this.#meet();
      }),
    );
    this.#meet();
  }

  /** The first thing of a shutdown: all that tells of the replicas must still work. */
  async onModuleDestroy(): Promise<void> {
    if (!this.settings.stopReplicasOnExit) return;
    const over = AbortSignal.timeout(LEAVE_WITHIN_MS);
    const late = new Promise((resolve) => {
      over.addEventListener('abort', resolve, { once: true });
    });
    await Promise.race([this.#leave(over), late]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const end of this.#listening) end();
    const ends = [...this.#turning.keys()].map((nodeId) => this.#part(nodeId));
    await Promise.race([Promise.all(ends), pause(LAST_ANSWER_WITHIN_MS, undefined, { ref: false })]);
  }

  /** Speaks for the nodes that are well, for no others, and lets go of what ran on those that are no more. */
  #meet(): void {
    const ids = new Set(this.nodes.ids());
    for (const nodeId of this.#turning.keys()) if (!ids.has(nodeId)) void this.#part(nodeId);
    for (const nodeId of ids) if (!this.#turning.has(nodeId)) this.#begin(nodeId);
    this.supervisor.letGo((nodeId) => this.nodes.known(nodeId) === undefined);
  }

  #begin(nodeId: string): void {
    const turns = new NodeTurns(nodeId, this.node, this.settings.syncMs);
    const endListening = this.bus.listen(SUBJECTS.nodeNudge(nodeId), () => {
      turns.wake();
    });
    this.#turning.set(nodeId, { turns, endListening });
    turns.begin();
  }

  async #part(nodeId: string): Promise<void> {
    const turning = this.#turning.get(nodeId);
    this.#turning.delete(nodeId);
    turning?.endListening();
    await turning?.turns.stop();
  }

  async #leave(over: AbortSignal): Promise<void> {
    await this.supervisor.stopAll('agent_stopped', LEAVING_STOP_LIMIT_MS);
    // What nobody takes now the next agent tells: it is on the disk.
    while (!over.aborted && this.#hasToTell()) await pause(10);
  }

  /** And somebody who takes it. */
  #hasToTell(): boolean {
    return [...this.#turning].some(
      ([nodeId, { turns }]) => turns.failures < 3 && this.supervisor.facts(nodeId, 1).length > 0,
    );
  }
}
