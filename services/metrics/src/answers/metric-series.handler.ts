import { Injectable } from '@nestjs/common';
import {
  type AnswerOf,
  type AskOf,
  type FieldProblem,
  METRIC_LIMITS,
  type Metric,
  type metricQuestions,
  refuse,
} from '@tidegate/contracts';
import { FleetStore } from '../fleet/fleet.store.ts';
import { EACH_REPLICA, ReadSteps } from '../keeping/read-steps.store.ts';
import { keyOf } from '../recording/series.ts';
import { assembled } from './assemble.ts';
import { type Plan, type Scope, metricsNamed, planned, pointsOf } from './plan.ts';
import { type Look, NOTHING, valueOf } from './value.ts';

type Ask = AskOf<typeof metricQuestions.series>;
type Answer = AnswerOf<typeof metricQuestions.series>;

/** What charts show. */
@Injectable()
export class MetricSeriesHandler {
  constructor(
    private readonly fleet: FleetStore,
    private readonly steps: ReadSteps,
  ) {}

  /** @throws Refusal endpoint.not_found, request.invalid */
  async answer(ask: Ask, nowUs: number): Promise<Answer> {
    const life = ask.endpointId === null ? undefined : this.fleet.fleet.lifeOf(ask.endpointId);
    // To a stranger, another project's endpoint does not exist.
    if (ask.endpointId !== null && life?.projectId !== ask.projectId)
      return refuse('endpoint.not_found', { endpoint: ask.endpointId });
    const metrics = rightOr(metricsNamed(ask.names, scopeOf(ask)));
    const plan = rightOr(planned(ask, nowUs));
    const most = Math.floor(METRIC_LIMITS.answerPoints / (pointsOf(plan) * metrics.length));
    if (most < 1)
      return refuse('request.invalid', { count: 1 }, [
        {
          pointer: '?names',
          message: `and the step make more than ${String(METRIC_LIMITS.answerPoints)} points together: ask for fewer names, or take a longer step`,
        },
      ]);
    const ownerId = ask.endpointId ?? ask.projectId;
    const replicaId = ask.perReplica ? EACH_REPLICA : ask.replicaId;
    const read = await this.steps.read({
      ...plan,
      ownerIds: [ownerId],
      replicaId,
      stepSeconds: plan.baseSeconds,
    });
    const all = assembled(read, plan);
    const told = this.#told(ask, [...new Set(read.rows.map((row) => row.replicaId))], most);
    return {
      fromUs: plan.fromUs,
      untilUs: plan.untilUs,
      stepSeconds: plan.stepUs / 1e6,
      series: told.flatMap((each) => {
        const looks = looksOf(all, { ownerId, replicaId: each });
        const alive = looks.map((look, n) => (isWithin(life, stepAt(plan, n)) ? look : NOTHING));
        return metrics.map((metric) => seriesOf(metric, alive, { ask, replicaId: each }));
      }),
    };
  }

  /** Which replicas: those that are there now before those that were, which are in no order. */
  #told(ask: Ask, seen: readonly string[], most: number): string[] {
    if (!ask.perReplica) return [ask.replicaId ?? ''];
    const now = this.fleet.fleet.replicasOf(ask.endpointId ?? '').toReversed();
    const all = [...new Set([...now, ...seen.toSorted()])].filter((id) => seen.includes(id));
    return all.slice(0, Math.min(METRIC_LIMITS.replicas, most));
  }
}

type Time = Readonly<{ fromUs: number; untilUs: number }>;

const stepAt = ({ fromUs, stepUs }: Plan, n: number): Time => ({
  fromUs: fromUs + n * stepUs,
  untilUs: fromUs + (n + 1) * stepUs,
});

/** Whether it existed in a part of that time. */
const isWithin = (life: Time | undefined, time: Time): boolean =>
  !life || (time.untilUs > life.fromUs && time.fromUs < life.untilUs);

/** Of a replica of which nothing is kept nothing is known, whoever watched. */
const looksOf = (
  all: ReadonlyMap<string, readonly Look[]>,
  series: Readonly<{ ownerId: string; replicaId: string }>,
): readonly Look[] => {
  const looks = all.get(keyOf(series)) ?? all.get('') ?? [];
  return series.replicaId === '' ? looks : looks.map((look) => (look.numbers ? look : NOTHING));
};

const seriesOf = (
  metric: Metric,
  looks: readonly Look[],
  { ask, replicaId }: Readonly<{ ask: Ask; replicaId: string }>,
): Answer['series'][number] => ({
  metric: metric.name,
  unit: metric.unit,
  endpointId: ask.endpointId,
  replicaId: replicaId === '' ? null : replicaId,
  values: looks.map((look) => valueOf(metric, look)),
});

const scopeOf = ({ endpointId, replicaId, perReplica }: Ask): Scope => {
  if (endpointId === null) return 'project';
  return replicaId !== null || perReplica ? 'replica' : 'endpoint';
};

const rightOr = <Right extends object>(found: Right | FieldProblem): Right =>
  'pointer' in found ? refuse('request.invalid', { count: 1 }, [found]) : found;
