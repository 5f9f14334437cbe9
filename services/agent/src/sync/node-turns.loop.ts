import { Logger } from '@nestjs/common';
import { backOffMs } from './back-off.ts';
import type { SyncNode } from './sync-node.handler.ts';

/** Asks the control plane about one node, again and again: at least so often, and at once when woken; one question at a time. */
export class NodeTurns {
  readonly #log = new Logger('SyncNodeLoop');
  #running: Promise<void> = Promise.resolve();
  #stopping = false;
  #failures = 0;
  /** Something came since the last question was put together. */
  #woken = false;
  #endPause: () => void = () => undefined;

  constructor(
    private readonly nodeId: string,
    private readonly node: Pick<SyncNode, 'sync'>,
    private readonly everyMs: number,
  ) {}

  get failures(): number {
    return this.#failures;
  }

  begin(): void {
    this.#running = this.#run();
  }

  /** A nudge is a sign of life, so it also ends the pause after a failure. */
  wake(): void {
    this.#woken = true;
    this.#endPause();
  }

  /** A fact of this node is no sign of life. */
  wakeIfAnswered(): void {
    if (this.#failures === 0) this.wake();
  }

  /** Resolves when the question that is under way has its answer, or none. */
  stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    return this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      try {
        await this.node.sync(this.nodeId);
        if (this.#failures > 0)
          this.#log.log({ event: 'sync.restored', nodeId: this.nodeId }, 'the control plane answers again');
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        if (this.#failures === 1) this.#warn(error);
      }
      await this.#pause(this.#failures === 0 ? this.everyMs : backOffMs(this.#failures, Math.random()));
    }
  }

  #warn(error: unknown): void {
    this.#log.warn(
      { event: 'sync.failed', nodeId: this.nodeId, error },
      'the control plane does not answer: replicas stay as they are',
    );
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
