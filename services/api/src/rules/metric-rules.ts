import { type FieldProblem, TRAFFIC_METRICS } from '@tidegate/contracts';
import {
  type Framework,
  type MetricDefinition,
  metricOf,
  nearestName,
  NODE_METRICS,
} from '@tidegate/frameworks';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { type Judged, textOf } from '../configuration/endpoint-wish.ts';
import { problem, problemIf } from '../configuration/facts.ts';

const CUSTOM = 'custom';
/** As Prometheus has them. */
const METRIC_NAME = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
const TRAFFIC: readonly string[] = TRAFFIC_METRICS;

/** What is scaled by: known to the platform or to the engine, a number to divide by a target, and each thing once. */
export const metricProblems = (wish: Judged, framework: Framework | null): FieldProblem[] => {
  const rules = memberOf(wish.scaling, 'rules');
  if (!Array.isArray(rules)) return [];
  const names = rules.map((rule) => textOf(memberOf(rule, 'metric')));
  const meant = names.map((name) =>
    name === undefined ? undefined : (definitionOf(name, framework)?.name ?? name),
  );
  return names.flatMap((name, i) => {
    if (name === undefined) return [];
    const pointer = `/scaling/rules/${i}/metric`;
    const first = meant.indexOf(meant[i]);
    return first < i
      ? [problem(pointer, twice(name, names[first] ?? '', first))]
      : nameProblems(name, pointer, { framework, isOwn: isRecord(wish.image) || framework?.id === CUSTOM });
  });
};

const twice = (name: string, other: string, place: number): string =>
  name === other
    ? `is that of /scaling/rules/${place} too: keep one of the two`
    : `means the same as ${other} of /scaling/rules/${place}: keep one of the two`;

const definitionOf = (name: string, framework: Framework | null): MetricDefinition | null =>
  (framework && metricOf(framework, name)) ?? NODE_METRICS.find((metric) => metric.name === name) ?? null;

type Engine = Readonly<{
  framework: Framework | null;
  /** It runs an image of its owner, whose metrics nobody knows beforehand. */
  isOwn: boolean;
}>;

const nameProblems = (name: string, pointer: string, { framework, isOwn }: Engine): FieldProblem[] => {
  if (TRAFFIC.includes(name)) return [];
  const known = definitionOf(name, framework);
  if (known)
    return problemIf(
      known.kind === 'histogram',
      pointer,
      `is a histogram, and no single number: choose ${TRAFFIC.join(' or ')}, or a gauge or counter of GET /v1/frameworks`,
    );
  if (!METRIC_NAME.test(name))
    return [
      problem(
        pointer,
        `must be ${TRAFFIC.join(', ')}, or a metric of the runtime: letters, digits, “_” and “:”, no digit first`,
      ),
    ];
  // A framework that is not known is a problem of its own.
  return isOwn || !framework ? [] : [problem(pointer, unknownTo(framework, name))];
};

const unknownTo = ({ title, metrics }: Framework, name: string): string => {
  const usable = [...metrics, ...NODE_METRICS]
    .filter(({ kind }) => kind !== 'histogram')
    .flatMap((metric) => [metric.name, ...metric.aliases]);
  const near = nearestNames(name, [...TRAFFIC, ...usable]);
  const choices = near.length > 0 ? near.join(' or ') : TRAFFIC.join(', ');
  return `is no metric of ${title}: choose ${choices}, or another gauge or counter of it in GET /v1/frameworks`;
};

const MOST_NEAR = 3;

/** Those that were probably meant, the nearest first. */
const nearestNames = (name: string, known: readonly string[]): string[] => {
  const found: string[] = [];
  for (
    let left = [...new Set(known)];
    found.length < MOST_NEAR;
    left = left.filter((one) => !found.includes(one))
  ) {
    const next = nearestName(name, left);
    if (next === null) break;
    found.push(next);
  }
  return found;
};
