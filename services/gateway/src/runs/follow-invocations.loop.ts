import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { deriveUuid } from '@tidegate/eventing';
import { Bus } from '@tidegate/eventing/nest';
import type { Stored } from '../invocations/invocation-row.ts';
import { invocationView, placeOf } from '../invocations/invocation-view.ts';
import { InvocationStore } from '../invocations/invocations.store.ts';
import { PlatformResults } from '../results/platform-results.store.ts';
import { Results } from '../results/results.store.ts';

const EVERY_MS = 1000;
const AT_ONCE = 16;
/** Seconds before the 2nd, 3rd, … try; the last one repeats. */
const BACK_OFF_SECONDS = [1, 5, 30, 120, 300];
/** Of storing a result: the better part of two hours. */
const MOST_TRIES = 20;

/**
 * What follows an answer: it is stored where results go, then its owner is told. Each is due in the database until it is done, so
 * that it is done whoever falls; the second time it has the same name and the same id.
 */
@Injectable()
export class FollowInvocations implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('invocations');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #stopped = false;
  #problem = '';

  constructor(
    private readonly store: InvocationStore,
    private readonly results: Results,
    private readonly kept: PlatformResults,
    private readonly bus: Bus,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.wake();
    }, EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Something is due, or may be. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#isWoken = true;
      return;
    }
    this.#isWoken = false;
    this.#running = this.#followAll()
      .then(
        () => {
          this.#problem = '';
        },
        (error: unknown) => {
          this.#failed((error as Error).message);
        },
      )
      .finally(() => {
        this.#running = undefined;
        if (this.#isWoken) this.wake();
      });
  }

  async #followAll(): Promise<void> {
    for (let isMore = true; isMore && !this.#stopped;) {
      const due = await this.store.following(AT_ONCE);
      await Promise.all(due.map(({ stored, tries }) => this.#follow(stored, tries)));
      isMore = due.length === AT_ONCE;
    }
  }

  async #follow(stored: Stored, tries: number): Promise<void> {
    const isStoring = stored.life.state === 'storing';
    try {
      if (isStoring) await this.#keep(stored);
      else await this.#tell(stored);
    } catch (error) {
      const problem = (error as Error).message;
      this.#failed(problem);
      if (isStoring && tries >= MOST_TRIES) {
        await this.store.happen(stored.id, { kind: 'not_storable', problem }, (tx) =>
          this.kept.drop(tx, stored.id),
        );
        return;
      }
      const seconds = BACK_OFF_SECONDS[Math.min(tries, BACK_OFF_SECONDS.length) - 1] ?? 1;
      await this.store.followIn(stored.id, seconds * 1000);
    }
  }

  async #keep(stored: Stored): Promise<void> {
    const document = await this.kept.read(stored.id);
    // Somebody else has stored it meanwhile.
    if (!document) return;
    await this.results.put(placeOf(stored), document);
    await this.store.happen(stored.id, { kind: 'stored' }, (tx) => this.kept.drop(tx, stored.id));
    this.#isWoken = stored.webhookUrl !== null;
  }

  async #tell(stored: Stored): Promise<void> {
    const { id, projectId, webhookUrl, life } = stored;
    if (webhookUrl !== null) {
      const finishedAtMs = life.finishedAtMs ?? stored.queuedAtMs;
      const webhookId = deriveUuid(id, 'ended');
      await this.bus.signal(
        'WebhookQueued',
        {
          webhookId,
          projectId,
          url: webhookUrl,
          type: `invocation.${life.state}`,
          timestamp: new Date(finishedAtMs).toISOString(),
          data: { ...invocationView(stored, finishedAtMs), projectId },
        },
        { id: `${webhookId}.0` },
      );
    }
    await this.store.followIn(id, null);
  }

  /** Said once per cause. */
  #failed(problem: string): void {
    if (problem !== this.#problem)
      this.#log.warn({ event: 'invocations.not_followed', error: problem }, `a result waits: ${problem}`);
    this.#problem = problem;
  }
}
