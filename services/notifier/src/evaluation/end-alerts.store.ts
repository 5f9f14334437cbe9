import { Injectable } from '@nestjs/common';
import { Clock, type Tx } from '@tidegate/eventing/nest';
import { type Because, endOf } from './instance.ts';
import { SeriesStore } from './series.store.ts';

/** What fires by a rule that changes or goes is over: whoever was told of it hears so. */
@Injectable()
export class EndAlerts {
  constructor(
    private readonly series: SeriesStore,
    private readonly clock: Clock,
  ) {}

  async end(
    tx: Tx,
    which: Readonly<{ alertId: string; projectId: string }>,
    because: Extract<Because, 'changed' | 'removed'>,
  ): Promise<void> {
    const alert = await this.series.lock(tx, which);
    if (!alert) return;
    const moment = { nowUs: this.clock.nowUs(), isMuted: false };
    const kept = await this.series.kept(tx, alert.alertId);
    const judged = kept
      .filter(({ instance }) => instance.phase !== 'normal')
      .map((one) => ({
        ...one,
        before: one.instance,
        step: endOf(one.instance, because, moment),
        isWorthWriting: true,
      }));
    const endpoints = await this.series.endpoints(tx, alert.projectId, alert.rule.endpointId);
    await this.series.write(tx, alert, { judged, endpoints, moment });
  }
}
