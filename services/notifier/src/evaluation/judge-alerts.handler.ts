import { Injectable, Logger } from '@nestjs/common';
import type { MetricValue } from '@tidegate/contracts';
import { Clock, Db } from '@tidegate/eventing/nest';
import { judge } from './judge.ts';
import { MetricValues } from './metric-values.gateway.ts';
import { isWithin } from './mute-windows.ts';
import { type AlertRow, SeriesStore } from './series.store.ts';

/** So many alerts are asked for at once. */
const AT_ONCE = 20;
/** So many values are held at once, and so many series of one alert are judged. */
const MOST_VALUES = 20_000;
const NO_ANSWER = 'The metrics of this platform could not be asked; nothing changes until they answer.';
const TOO_MANY = `The alert has more than ${String(MOST_VALUES)} series; name an endpoint in it.`;

type Values = ReadonlyMap<string, readonly MetricValue[]>;

/** Judges alerts by what metrics says of them now. */
@Injectable()
export class JudgeAlerts {
  readonly #log = new Logger('judge-alerts');
  #failure = '';

  constructor(
    private readonly series: SeriesStore,
    private readonly metrics: MetricValues,
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** All alerts, once, unless `signal` says that it is enough. */
  async look(signal: AbortSignal): Promise<void> {
    for (let after = ''; !signal.aborted;) {
      const alerts = await this.series.page(after, AT_ONCE);
      if (alerts.length === 0) return;
      await this.#judge(alerts, signal);
      after = alerts.at(-1)?.alertId ?? '';
    }
  }

  /** Where they have too many values together, one by one. */
  async #judge(alerts: readonly AlertRow[], signal: AbortSignal): Promise<void> {
    const ids = alerts.map(({ alertId }) => alertId);
    const values = await this.#valuesOf(alerts, signal).catch((error: unknown) => {
      this.#warn(String(error));
      return undefined;
    });
    if (signal.aborted) return;
    if (values === undefined) return this.series.failed(ids, NO_ANSWER);
    this.#failure = '';
    if (values !== 'too many') {
      for (const alert of alerts) await this.#judgeOne(alert, values.get(alert.alertId) ?? []);
      return;
    }
    if (alerts.length === 1) return this.series.failed(ids, TOO_MANY);
    for (const alert of alerts) await this.#judge([alert], signal);
  }

  async #valuesOf(alerts: readonly AlertRow[], signal: AbortSignal): Promise<Values | 'too many'> {
    const asks = alerts.map(
      ({ alertId, projectId, rule: { endpointId, scope, metric, aggregate, windowSeconds } }) => ({
        key: alertId,
        ...{ projectId, endpointId, scope, metric, aggregate, windowSeconds },
      }),
    );
    const byAlert = new Map<string, MetricValue[]>(asks.map(({ key }) => [key, []]));
    let count = 0;
    for (let cursor: string | null = null; !signal.aborted;) {
      const { items, nextCursor } = await this.metrics.page(asks, cursor);
      for (const value of items) byAlert.get(value.key)?.push(value);
      count += items.length;
      if (nextCursor === null) return byAlert;
      if (count >= MOST_VALUES) return 'too many';
      cursor = nextCursor;
    }
    return byAlert;
  }

  /** An alert that was changed while its values were asked for waits for the next look. */
  #judgeOne(asked: AlertRow, values: readonly MetricValue[]): Promise<void> {
    return this.db.transaction(async (tx) => {
      const alert = await this.series.lock(tx, asked);
      if (alert?.rulePosition !== asked.rulePosition) return;
      const { alertId, projectId, rule, mutedUntilUs } = alert;
      const nowUs = this.clock.nowUs();
      const moment = { nowUs, isMuted: (mutedUntilUs ?? 0) > nowUs || isWithin(rule.muteWindows, nowUs) };
      const endpoints = await this.series.endpoints(tx, projectId, rule.endpointId);
      const kept = await this.series.kept(tx, alertId);
      const all = judge(rule, { values, endpoints, kept }, moment);
      const judged = all.filter(({ isWorthWriting }) => isWorthWriting);
      await this.series.write(tx, alert, { judged, endpoints, moment });
      await this.series.looked(tx, alertId, new Date(nowUs / 1000));
    });
  }

  /** The same failure is said once. */
  #warn(failure: string): void {
    if (failure !== this.#failure)
      this.#log.warn({ event: 'alerts.not_judged', error: failure }, `alerts are judged later: ${failure}`);
    this.#failure = failure;
  }
}
