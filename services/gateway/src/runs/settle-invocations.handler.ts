import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus } from '@tidegate/eventing/nest';
import { Means } from '../calls/means.gateway.ts';
import type { Try } from '../invocations/invocation.ts';
import type { Stored } from '../invocations/invocation-row.ts';
import { resultDocument } from '../invocations/invocation-view.ts';
import { type Also, type Happens, InvocationStore } from '../invocations/invocations.store.ts';
import { PlatformResults } from '../results/platform-results.store.ts';
import { FollowInvocations } from './follow-invocations.loop.ts';
import { type TryResult, judge } from './judge.ts';

/** One that no replica had room for, though one seemed to. */
const TURNED_AWAY_MS = 500;
const [FIRST_WAIT_MS, LONGEST_WAIT_MS, MOST_TRIES] = [100, 5000, 120];

/** Writes down what tries come to. An answer was paid for: while the database is away it is kept and offered again, for ten minutes. */
@Injectable()
export class SettleInvocations {
  readonly #stop = new AbortController();

  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    private readonly store: InvocationStore,
    private readonly results: PlatformResults,
    private readonly follow: FollowInvocations,
    private readonly bus: Bus,
    private readonly means: Means,
  ) {}

  /** Nothing is offered again from here on. */
  stop(): void {
    this.#stop.abort();
  }

  requestOf(id: string): Promise<Buffer | undefined> {
    return this.store.requestOf(id);
  }

  hold(holders: readonly string[], ids: readonly string[], leaseMs: number): Promise<ReadonlySet<string>> {
    return this.store.hold(holders, ids, leaseMs);
  }

  async settle(stored: Stored, of: Try, result: TryResult): Promise<void> {
    for (let tries = 1; ; tries++)
      try {
        await this.#settle(stored, of, result);
        return;
      } catch (error) {
        if (tries >= MOST_TRIES || this.#stop.signal.aborted) throw error;
        const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 10), LONGEST_WAIT_MS);
        await pause(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
  }

  async #settle(stored: Stored, of: Try, result: TryResult): Promise<void> {
    if (result.kind === 'turned_away' || result.kind === 'called_back') {
      const dueInMs = result.kind === 'turned_away' ? TURNED_AWAY_MS : 0;
      await this.store.happen(stored.id, { kind: 'let_go', of, dueInMs });
      this.bus.nudge(SUBJECTS.invocationQueued(stored.endpointId));
      return;
    }
    const verdict = judge(result, this.means.settings.resultBytes);
    const happens: Happens = { kind: 'tried', of, verdict, random: Math.random() };
    const also: Also = async (tx, life) => {
      if (verdict.kind !== 'settled') return;
      const answered = result.kind === 'answered' && !result.tooLarge ? result : null;
      const document = resultDocument({ ...stored, life }, answered, life.finishedAtMs ?? Date.now());
      await this.results.keep(tx, stored.id, document);
    };
    await this.store.happen(stored.id, happens, also);
    this.follow.wake();
  }
}
