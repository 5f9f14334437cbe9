import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { setTimeout as pause } from 'node:timers/promises';
import { Supervisor } from '../replicas/supervisor.handler.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { backOffMs } from './back-off.ts';
import { SyncNode } from './sync-node.handler.ts';

/** All that is done at the end is done by then: replicas ended, their lines and their facts delivered. */
const LEAVE_WITHIN_MS = 8000;
/** A question without an answer ends with the connection at the latest. */
const LAST_ANSWER_WITHIN_MS = 1000;
/** Leaves time to deliver what there is to say of a replica that had to be killed. */
const LEAVING_STOP_LIMIT_MS = 5000;

/** Asks the control plane each second, and at once when nudged or when there is something to tell; one question at a time. */
@Injectable()
export class SyncNodeLoop implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #log = new Logger(SyncNodeLoop.name);
  readonly #listening: (() => void)[] = [];
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  #failures = 0;
  /** Something came since the last question was put together. */
  #woken = false;
  #endPause: () => void = () => undefined;

  constructor(
    private readonly node: SyncNode,
    private readonly supervisor: Supervisor,
    private readonly bus: Bus,
    @Inject(SETTINGS) private readonly settings: AgentSettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.supervisor.adopt();
    this.#listening.push(
      // A nudge is a sign of life, so it also ends the pause after a failure. A fact is not.
      this.bus.listen(SUBJECTS.nodeNudge(this.settings.nodeId), () => {
        this.#wake();
      }),
      this.supervisor.onFact(() => {
        if (this.#failures === 0) this.#wake();
      }),
    );
    this.#running = this.#run();
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
    this.#stopping = true;
    this.#wake();
    await Promise.race([this.#running, pause(LAST_ANSWER_WITHIN_MS, undefined, { ref: false })]);
  }

  async #leave(over: AbortSignal): Promise<void> {
    await this.supervisor.stopAll('agent_stopped', LEAVING_STOP_LIMIT_MS);
    // What nobody takes now the next agent tells: it is on the disk.
    while (!over.aborted && this.#failures < 3 && this.supervisor.facts(1).length > 0) await pause(10);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      try {
        await this.node.sync();
        if (this.#failures > 0) this.#log.log({ event: 'sync.restored' }, 'the control plane answers again');
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        if (this.#failures === 1)
          this.#log.warn(
            { event: 'sync.failed', error },
            'the control plane does not answer: replicas stay as they are',
          );
      }
      await this.#pause(
        this.#failures === 0 ? this.settings.syncMs : backOffMs(this.#failures, Math.random()),
      );
    }
  }

  #wake(): void {
    this.#woken = true;
    this.#endPause();
  }

  #pause(ms: number): Promise<void> {
    if (this.#woken || this.#stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
