import { Logger } from '@nestjs/common';
import type { StopCause } from '@tidegate/contracts';
import type { ReplicaDriver } from '../drivers/replica.driver.ts';
import type { Turn } from '../replicas/reconcile.ts';
import { type ReplicaRecord, withSlept, withTurn } from '../replicas/replica-record.ts';
import { engineSleeps } from './engine-sleep.gateway.ts';

/** Weights of the largest replicas are moved within it; one that has not fallen asleep by then is stopped. */
const TURN_WITHIN_MS = 60_000;

/** A replica as far as its sleep is concerned. */
export type Resting = Readonly<{
  record: () => ReplicaRecord;
  keep: (record: ReplicaRecord) => void;
  /** It is meant to run, and does. */
  isAlive: () => boolean;
  /** Its health is of no concern from now on, and nobody is to measure it. */
  unwatch: () => void;
  /** Its health is looked at as after a start. */
  watch: () => void;
  stop: (cause: StopCause) => void;
  /** There is something to tell the control plane. */
  changed: () => void;
}>;

/**
 * Puts one replica to sleep and wakes it, one after the other: what it was last told is what it does in the end. What it is about to
 * do is written down first, so that the next agent goes on with it.
 */
export class ReplicaRest {
  readonly #log = new Logger('ReplicaRest');
  #isTurning = false;

  constructor(
    private readonly life: Resting,
    private readonly tools: Readonly<{
      driver: Pick<ReplicaDriver, 'freeze' | 'thaw'>;
      clock: Readonly<{ monotonicUs: () => number }>;
    }>,
  ) {}

  sleep(turn: Turn): void {
    this.#turn('falling', turn);
  }

  wake(turn: Turn): void {
    this.#turn('waking', turn);
  }

  /** With what an earlier agent began. */
  goOn(): void {
    if (!this.#isTurning) void this.#run();
  }

  #turn(rest: 'falling' | 'waking', { wakes, traceparent }: Turn): void {
    const record = this.life.record();
    const traced = traceparent === undefined ? record : { ...record, traceparent };
    this.life.keep(withTurn(traced, rest, wakes));
    this.life.unwatch();
    this.goOn();
  }

  async #run(): Promise<void> {
    this.#isTurning = true;
    try {
      while (this.life.isAlive()) {
        const { rest } = this.life.record();
        if (rest === 'falling') await this.#fall();
        else if (rest !== 'waking' || (await this.#wake())) return;
      }
    } finally {
      this.#isTurning = false;
    }
  }

  async #fall(): Promise<void> {
    const failure = await this.#be({ asleep: true });
    if (!this.life.isAlive() || this.life.record().rest !== 'falling') return;
    if (failure !== undefined) {
      this.#failed('it does not fall asleep, and is stopped', failure);
      this.life.stop('scaled_down');
      return;
    }
    this.life.keep(withSlept(this.life.record(), this.tools.clock.monotonicUs()));
    const { replicaId } = this.life.record();
    this.#log.log({ event: 'replica.asleep', replicaId }, 'a replica fell asleep');
    this.life.changed();
  }

  /** @returns whether its health tells the rest */
  async #wake(): Promise<boolean> {
    const failure = await this.#be({ asleep: false });
    if (!this.life.isAlive()) return true;
    if (this.life.record().rest !== 'waking') return false;
    if (failure === undefined) this.life.watch();
    else {
      this.#failed('it does not wake, and is stopped', failure);
      this.life.stop('health_never_ok');
    }
    return true;
  }

  async #be({ asleep }: Readonly<{ asleep: boolean }>): Promise<unknown> {
    const { driver } = this.tools;
    const record = this.life.record();
    const { replicaId, sleep } = record;
    try {
      if (sleep === null) throw new Error('nobody knows how');
      if (sleep.how === 'unloaded')
        await engineSleeps(record, sleep, { asleep, signal: AbortSignal.timeout(TURN_WITHIN_MS) });
      else if (asleep) await driver.freeze(replicaId);
      else await driver.thaw(replicaId);
      return undefined;
    } catch (error) {
      return error ?? new Error('no reason was given');
    }
  }

  #failed(words: string, error: unknown): void {
    const { replicaId } = this.life.record();
    this.#log.warn({ event: 'replica.restless', replicaId, error: String(error) }, words);
  }
}
