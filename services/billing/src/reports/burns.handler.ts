import { Injectable } from '@nestjs/common';
import type { AskOf, BurnView, reportQuestions } from '@tidegate/contracts';
import type { Queries } from '@tidegate/eventing/nest';
import { Calendar } from '../periods/calendar.ts';
import { burnRateOf } from '../rating/bill.ts';
import { Usage } from '../usage/usage.store.ts';
import { burnView, type EndpointCosts, lastWeekOf } from './burn.ts';
import { DetailedUsage } from './detailed-usage.store.ts';
import { HOURS_OF_WEEK } from './forecast.ts';
import { Groups } from './groups.ts';
import { LabelStore } from './label.store.ts';

type Ask = AskOf<typeof reportQuestions.burn>;
type Scoped = Readonly<{ ask: Ask; nowUs: number }>;

const MOST_LISTED = 500;

/** What an hour costs now, what the month has cost, and what it will. */
@Injectable()
export class Burns {
  constructor(
    private readonly detail: DetailedUsage,
    private readonly usage: Usage,
    private readonly labels: LabelStore,
    private readonly calendar: Calendar,
  ) {}

  burn(ask: Ask, nowUs: number): Promise<BurnView> {
    const month = this.calendar.monthAt(nowUs);
    return this.detail.atOnce(async (tx) => {
      const hours = await this.#lastWeek(tx, { ask, nowUs });
      const soFar = await this.#soFar(tx, { ask, nowUs });
      const burns = await this.#burns(tx, { ask, nowUs });
      const ids = new Set([...hours.keys(), ...soFar.keys(), ...burns.keys()]);
      const labels = await this.labels.of(tx, [...ids]);
      const endpoints = [...ids].map((endpointId): EndpointCosts => ({
        endpointId,
        hours: hours.get(endpointId) ?? new Array<bigint>(HOURS_OF_WEEK).fill(0n),
        ageUs: nowUs - (labels.since(endpointId) ?? 0),
        soFarNanoUsd: soFar.get(endpointId) ?? 0n,
        burnNanoUsdPerHour: burns.get(endpointId) ?? 0n,
      }));
      const now = { nowUs, month, timeZone: this.calendar.timeZone };
      return burnView(endpoints, labels, { now, most: MOST_LISTED });
    });
  }

  async #lastWeek(tx: Queries, { ask, nowUs }: Scoped): Promise<Map<string, bigint[]>> {
    const buckets = lastWeekOf(nowUs);
    const groups = new Groups([
      { by: 'trait', name: 'endpoint' },
      { by: 'time', name: 'hour' },
    ]);
    const span = { fromUs: buckets[0]?.fromUs ?? nowUs, untilUs: nowUs };
    for await (const { lines, labels } of this.detail.pages(tx, { ...ask, span, nowUs }))
      for (const line of lines) groups.add(line, buckets, labels);
    const hours = new Map<string, bigint[]>();
    for (const { keys, used } of groups.sorted()) {
      const endpointId = keys[0] ?? '';
      const own = hours.get(endpointId) ?? new Array<bigint>(HOURS_OF_WEEK).fill(0n);
      own[Number(keys[1])] = used.costNanoUsd;
      hours.set(endpointId, own);
    }
    return hours;
  }

  async #soFar(tx: Queries, { ask, nowUs }: Scoped): Promise<Map<string, bigint>> {
    const { period } = this.calendar.monthAt(nowUs);
    const sums = new Map<string, bigint>();
    for (const due of await this.usage.dueByNow(tx, nowUs, ask))
      if (due.period === period) sums.set(due.endpointId, (sums.get(due.endpointId) ?? 0n) + due.costNanoUsd);
    return sums;
  }

  async #burns(tx: Queries, { ask, nowUs }: Scoped): Promise<Map<string, bigint>> {
    const open = await this.usage.openLines(tx, ask, nowUs);
    const byEndpoint = Map.groupBy(open, ({ endpointId }) => endpointId);
    return new Map([...byEndpoint].map(([endpointId, lines]) => [endpointId, burnRateOf(lines)]));
  }
}
