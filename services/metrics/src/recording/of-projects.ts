import { metricNamed } from '@tidegate/contracts';
import { type Gauge, type Part, acrossGauges } from '../numbers/gauge.ts';
import { NO_NUMBERS, type Numbers, merged } from '../numbers/numbers.ts';
import type { StepRow } from './open-steps.ts';

/** What the endpoints of each project have in a step, as the project’s own. Runtimes’ names mean nothing beyond their endpoint. */
export const projectRows = (
  rows: readonly StepRow[],
  projectOf: (endpointId: string) => string | undefined,
): StepRow[] => {
  const groups = new Map<string, StepRow[]>();
  for (const row of rows) {
    const projectId = row.replicaId === '' ? projectOf(row.ownerId) : undefined;
    if (projectId === undefined) continue;
    const key = `${projectId}/${String(row.atUs)}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    const ownerId = key.slice(0, key.indexOf('/'));
    return first
      ? [{ ownerId, replicaId: '', atUs: first.atUs, numbers: together(group.map(({ numbers }) => numbers)) }]
      : [];
  });
};

const together = (all: readonly Numbers[]): Numbers => {
  const counted = all.reduce(
    (sum, { counts, times }) => merged(sum, { counts, times, gauges: {} }),
    NO_NUMBERS,
  );
  const names = new Set(all.flatMap(({ gauges }) => Object.keys(gauges)));
  const gauges: Record<string, Gauge> = {};
  for (const name of names) {
    const metric = metricNamed(name);
    if (!metric?.scopes.includes('project') || metric.across === 'merged') continue;
    const own = all.flatMap((each): Part[] => {
      const gauge = each.gauges[name];
      return gauge ? [{ gauge, active: each.gauges['replicas']?.[1] ?? gauge[1] }] : [];
    });
    gauges[name] = acrossGauges(own, metric.across);
  }
  return { ...counted, gauges };
};
