import type { AnyEvent, AskOf, AnswerOf, Recorded, questions } from '@tidegate/contracts';
import { DRAIN_LIMITS, type KeepPool, lostNodes } from '@tidegate/scheduler/simulated';
import type { Host } from './host.ts';
import { MemoryDb } from './memory-db.ts';
import { SETTINGS, type Surroundings, partsOf } from './scheduler-parts.ts';
import { SECOND_US } from './virtual-time.ts';

/** Of the work of time while there is some, and while there is none. */
const LOOK_US = SECOND_US;
const CALM_LOOK_US = 600 * SECOND_US;
/** Who waits is looked at by events; this is for the one that was missed. */
const FILL_US = 30 * SECOND_US;
const RETRY_US = 200_000;

/** One process of the scheduler: its own handlers, on tables and a log that it shares with others. */
export class SchedulerProcess {
  #parts: ReturnType<typeof partsOf>;
  #isConsuming = false;
  #leadsSinceUs: number | null = null;
  #lookAtUs = 0;
  #isLooking = false;
  #filledAtUs = 0;

  constructor(
    readonly host: Host,
    private readonly around: Surroundings,
  ) {
    this.#parts = partsOf(this.host, this.around);
    around.log.onGrowth(() => {
      host.time.after(host.random.between(0, 20_000), () => {
        this.consume();
      });
      this.stir();
    });
    this.stir();
  }

  restart(): void {
    this.#parts = partsOf(this.host, this.around);
    this.#isConsuming = false;
    this.#isLooking = false;
    this.#lookAtUs = 0;
    this.host.start();
    this.consume();
    this.stir();
  }

  sync(ask: AskOf<typeof questions.nodeSync>): Promise<AnswerOf<typeof questions.nodeSync>> {
    return this.#parts.sync.sync(ask);
  }

  command(ask: AskOf<typeof questions.commandNode>): Promise<void> {
    return this.#parts.commands.command(ask);
  }

  /** Takes events one by one, each in a transaction with the checkpoint. */
  consume(): void {
    if (this.#isConsuming || !this.host.isAlive || this.host.isPaused) return;
    this.#isConsuming = true;
    const { life } = this.host;
    void this.#consumeAll().then(
      () => {
        if (this.host.life === life) this.#isConsuming = false;
      },
      () => {
        if (this.host.life !== life) return;
        this.#isConsuming = false;
        this.host.time.after(RETRY_US, () => {
          this.consume();
        });
      },
    );
  }

  async #consumeAll(): Promise<void> {
    const { tables, log } = this.around;
    const db = new MemoryDb(this.host, this.around.turns);
    while ((tables.checkpoints.get('scheduler.pool') ?? 0) < log.all.length)
      await db.transaction(async (tx) => {
        const position = (tables.checkpoints.get('scheduler.pool') ?? 0) + 1;
        const event = log.all[position - 1] as Recorded<AnyEvent> | undefined;
        if (!event) return;
        const method = HANDLERS[event.type];
        if (method)
          await (this.#parts.consumer[method] as (event: unknown, tx: unknown) => Promise<void>)(event, tx);
        tables.checkpoints.set(tx, 'scheduler.pool', position);
      });
  }

  /** Looks soon: something has happened. */
  stir(): void {
    this.#lookAfter(LOOK_US);
  }

  #lookAfter(delayUs: number): void {
    const { host } = this;
    const { life } = host;
    const atUs = host.time.nowUs + delayUs;
    if (this.#lookAtUs <= atUs && this.#lookAtUs > host.time.nowUs) return;
    this.#lookAtUs = atUs;
    host.time.after(delayUs, () => {
      if (host.life !== life || this.#lookAtUs !== atUs || this.#isLooking) return;
      this.#isLooking = true;
      void this.#look()
        .catch(() => undefined)
        .then(() => {
          if (host.life !== life) return;
          this.#isLooking = false;
          this.#lookAfter(this.#isBusy() || host.isPaused ? LOOK_US : CALM_LOOK_US);
        });
    });
  }

  /** Something ends by itself, with time. */
  #isBusy(): boolean {
    const { tables, heard } = this.around;
    const isEnding = tables.replicas.values().some(({ state }) => state === 'draining');
    const isSilent = tables.nodes.values().some(({ nodeId, state }) => {
      const silentUs = this.host.time.nowUs - (heard(nodeId)?.atUs ?? 0);
      return state === 'ready' && silentUs > 0;
    });
    const isDue = tables.backOffs.values().some(({ dueAtUs }) => dueAtUs !== null);
    return isEnding || isSilent || isDue || tables.reviews.values().some(() => true);
  }

  async #look(): Promise<void> {
    if (this.host.isPaused) return;
    const leads = this.around.isLeader(this.host);
    if (!leads) this.#leadsSinceUs = null;
    else this.#leadsSinceUs ??= this.host.time.nowUs;
    if (leads) await this.#workOfTime();
  }

  /** What the loops of a leader do, one after the other. */
  async #workOfTime(): Promise<void> {
    const { leaving, drains, crashed, waiting } = this.#parts;
    const { nowUs } = this.host.time;
    await this.#loseNodes();
    await leaving.review(nowUs);
    await leaving.endOverdue(nowUs);
    await drains.finish();
    await crashed.replaceDue(nowUs);
    if (nowUs - this.#filledAtUs >= FILL_US) {
      this.#filledAtUs = nowUs;
      await waiting.fill(nowUs);
      await waiting.makeRoom(nowUs);
    }
    await this.#release();
  }

  async #release(): Promise<void> {
    const { nowUs } = this.host.time;
    const { position, inFlight } = this.around.gateway();
    const word = { heardAtUs: nowUs, position, inFlight };
    const ears = { gateways: [word], listeningSinceUs: 0, nowUs };
    const drainUs = SETTINGS.drainLimitSeconds * SECOND_US;
    await this.#parts.released.release(ears, { ...DRAIN_LIMITS, drainUs });
  }

  async #loseNodes(): Promise<void> {
    const { losing } = this.#parts;
    const heartbeats = await losing.heartbeats();
    const leaseUs = SETTINGS.leaseSeconds * SECOND_US;
    const listening = { sinceUs: this.#leadsSinceUs, nowUs: this.host.time.nowUs, leaseUs };
    const ready = heartbeats.filter(({ state }) => state !== 'lost');
    for (const silent of lostNodes(ready, listening)) await losing.lose(silent);
    for (const lost of heartbeats) if (lost.state === 'lost') await losing.endReplicas(lost);
    await losing.endOfRemoved();
  }
}

type Method = Exclude<keyof KeepPool, symbol>;

/** As the decorators of the consumer say it. */
const HANDLERS: Readonly<Partial<Record<AnyEvent['type'], Method>>> = {
  EndpointRequested: 'know',
  EndpointUpdated: 'know',
  NodeLost: 'know',
  NodeCordoned: 'know',
  NodeDrained: 'know',
  NodeRemoved: 'know',
  QuotasSet: 'know',
  ReplicaStarted: 'know',
  ReplicaResumed: 'know',
  ReplicaWakeRequested: 'know',
  RolloutStarted: 'divide',
  RolloutShifted: 'divide',
  EndpointStartRequested: 'divide',
  EndpointDeleted: 'divide',
  ReplicaReady: 'divide',
  ReplicaSlept: 'divide',
  ReplicaDelayed: 'divide',
  ScaleDecided: 'meet',
  RolloutFinished: 'settle',
  ReplicaStopped: 'replace',
  ReplicaDraining: 'makeWay',
  NodeRegistered: 'use',
  NodeReturned: 'use',
  NodeDrainStarted: 'empty',
  NodeUncordoned: 'open',
  ReplicaRequested: 'learn',
  ReplicaPlaced: 'learn',
};
