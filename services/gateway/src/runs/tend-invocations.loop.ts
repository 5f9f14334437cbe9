import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Means } from '../calls/means.gateway.ts';
import { Tables } from '../calls/tables.gateway.ts';
import { InvocationKeys } from '../invocations/invocation-keys.store.ts';
import { Backlogs } from './backlogs.loop.ts';
import { DueInvocations } from './due-invocations.store.ts';

const EVERY_MS = 1000;
/** So many turns between two sweeps. */
const [FORGET_EVERY, SWEEP_KEYS_EVERY] = [10, 3600];
const BATCH = 100;

/** Ends what waited too long, takes up what a fallen gateway left behind, and forgets what was kept long enough. All gateways do; each takes what no other has in hand. */
@Injectable()
export class TendInvocations implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('invocations');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #turn = 0;
  /** Monotonic milliseconds. After an outage holders get the time to say that they are still there. */
  #recoverFromMs = 0;
  #problem = '';

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly invocations: DueInvocations,
    private readonly keys: InvocationKeys,
    private readonly backlogs: Backlogs,
    private readonly tables: Tables,
    private readonly means: Means,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#tend()
        .then(
          () => {
            this.#problem = '';
          },
          (error: unknown) => {
            this.#failed((error as Error).message);
          },
        )
        .finally(() => (this.#running = undefined));
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tend(): Promise<void> {
    const turn = this.#turn++;
    await this.invocations.expire();
    if (performance.now() >= this.#recoverFromMs) await this.invocations.recover();
    for (const endpointId of this.backlogs.endpointIds())
      if (this.tables.loaded && this.tables.routing.deleted(endpointId))
        await this.invocations.endpointDeleted(endpointId);
    if (turn % FORGET_EVERY === 0) while (!this.#stopped && (await this.invocations.forget()) === BATCH);
    if (turn % SWEEP_KEYS_EVERY === 0) await this.keys.sweep();
  }

  /** Said once per cause. */
  #failed(problem: string): void {
    this.#recoverFromMs = performance.now() + this.means.settings.invocationLeaseMs;
    if (problem !== this.#problem)
      this.#log.warn({ event: 'invocations.not_tended', error: problem }, `not tended: ${problem}`);
    this.#problem = problem;
  }
}
