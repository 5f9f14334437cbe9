import { Inject } from '@nestjs/common';
import { type AnyEvent, type Recorded, SUBJECTS } from '@tidegate/contracts';
import { Bus, Clock, Consumer, OnBatch, type Tx } from '@tidegate/eventing/nest';
import { LineWriter } from '../lines/line-writer.store.ts';
import { LIMITS, type Limits } from '../retention/limits.ts';
import { TOLD, platformLineOf, sharesOf } from './sentences.ts';

const HOUR_US = 3_600_000_000;

/**
 * Writes what happens to an endpoint into its log, beside what its replicas write: once, in the transaction of the checkpoint. What
 * is too old to be kept is not said any more, so that a new consumer does not fill the log with what goes at once.
 */
@Consumer('logs.say-in-log')
export class SayInLog {
  constructor(
    private readonly writer: LineWriter,
    private readonly bus: Bus,
    private readonly clock: Clock,
    @Inject(LIMITS) private readonly limits: Limits,
  ) {}

  @OnBatch(TOLD)
  async say(events: readonly Recorded<AnyEvent>[], tx: Tx): Promise<void> {
    const oldestUs = this.clock.nowUs() - this.limits.keepHours * HOUR_US;
    const lines = events
      .flatMap((event) => platformLineOf(event) ?? [])
      .filter(({ atUs }) => atUs >= oldestUs);
    const shares = sharesOf(lines);
    for (const { whose, lines: some } of shares) await this.writer.append(tx, whose, some);
    tx.afterCommit(() => {
      for (const { whose } of shares) this.bus.nudge(SUBJECTS.linesStored(whose.endpointId));
    });
  }
}
