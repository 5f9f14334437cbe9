import { Injectable } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  METRIC_LIMITS,
  type MetricAsk,
  type MetricValue,
  type metricQuestions,
  metricNamed,
} from '@tidegate/contracts';
import { FleetStore } from '../fleet/fleet.store.ts';
import { EACH_REPLICA, ReadSteps } from '../keeping/read-steps.store.ts';
import { type Series, endpointSeries, keyOf, replicaSeries } from '../recording/series.ts';
import { assembled } from './assemble.ts';
import { type Plan, windowOf } from './plan.ts';
import { type Look, NOTHING, aggregated } from './value.ts';
import { valueCursorOf, valuePlaceIn } from './value-cursor.ts';

type Ask = AskOf<typeof metricQuestions.values>;
type Answer = AnswerOf<typeof metricQuestions.values>;
type Looks = (series: Series) => readonly Look[];

/** One value for each series of many asks: what alerts stand on. */
@Injectable()
export class MetricValuesHandler {
  constructor(
    private readonly fleet: FleetStore,
    private readonly steps: ReadSteps,
  ) {}

  async answer({ asks, cursor }: Ask, nowUs: number): Promise<Answer> {
    const place = cursor === null ? { ask: 0, series: 0 } : valuePlaceIn(cursor);
    const kept = (await this.steps.reached())['10'] ?? 0;
    const reads = new Map<string, Promise<Looks>>();
    const items: MetricValue[] = [];
    for (let n = place.ask; n < asks.length; n++) {
      const ask = asks[n];
      if (!ask) break;
      const all = this.#seriesOf(ask);
      const from = n === place.ask ? place.series : 0;
      const some = all.slice(from, from + METRIC_LIMITS.values - items.length);
      items.push(
        ...(await this.#values(ask, some, { plan: windowOf(ask.windowSeconds, kept, nowUs), reads })),
      );
      if (from + some.length < all.length)
        return { items, nextCursor: valueCursorOf({ ask: n, series: from + some.length }) };
    }
    return { items, nextCursor: null };
  }

  async #values(
    ask: MetricAsk,
    some: readonly Series[],
    { plan, reads }: Readonly<{ plan: Plan; reads: Map<string, Promise<Looks>> }>,
  ): Promise<MetricValue[]> {
    const metric = metricNamed(ask.metric);
    if (!metric || some.length === 0) return [];
    const ownerIds = [...new Set(some.map(({ ownerId }) => ownerId))];
    const key = JSON.stringify([ownerIds, ask.scope === 'replica', ask.windowSeconds]);
    const reading = reads.get(key) ?? this.#read(ownerIds, ask, plan);
    reads.set(key, reading);
    const looksOf = await reading;
    return some.map((series) => ({
      key: ask.key,
      endpointId: ask.scope === 'project' ? null : series.ownerId,
      replicaId: series.replicaId === '' ? null : series.replicaId,
      value: aggregated(metric, looksOf(series), ask.aggregate),
      atUs: plan.untilUs,
    }));
  }

  async #read(ownerIds: readonly string[], { scope }: MetricAsk, plan: Plan): Promise<Looks> {
    const replicaId = scope === 'replica' ? EACH_REPLICA : null;
    const all = assembled(
      await this.steps.read({ ...plan, ownerIds, replicaId, stepSeconds: plan.baseSeconds }),
      plan,
    );
    const quiet = all.get('') ?? [];
    return (series) => {
      const looks = all.get(keyOf(series)) ?? quiet;
      if (series.replicaId !== '') return looks.map((look) => (look.numbers ? look : NOTHING));
      const createdAtUs = this.fleet.fleet.endpoint(series.ownerId)?.createdAtUs ?? 0;
      return looks.filter((_, n) => plan.fromUs + (n + 1) * plan.stepUs > createdAtUs);
    };
  }

  /** In an order that stays, so that a cursor has a meaning. To a stranger there is nothing. */
  #seriesOf({ projectId, endpointId, scope, metric }: MetricAsk): Series[] {
    if (!metricNamed(metric)?.scopes.includes(scope)) return [];
    if (scope === 'project') return [endpointSeries(projectId)];
    const { fleet } = this.fleet;
    const endpoints = fleet
      .ofProject(projectId)
      .filter((endpoint) => endpointId === null || endpoint.endpointId === endpointId);
    if (scope === 'endpoint') return endpoints.map((each) => endpointSeries(each.endpointId));
    return endpoints.flatMap((each) =>
      fleet
        .replicasOf(each.endpointId)
        .toSorted()
        .map((replicaId) => replicaSeries(each.endpointId, replicaId)),
    );
  }
}
