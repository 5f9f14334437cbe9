import type { FieldProblem, HardwareShape } from '@tidegate/contracts';
import { frameworkOf } from '@tidegate/frameworks';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { DEFAULTS } from '../configuration/defaults.ts';
import { type Judged, given } from '../configuration/endpoint-wish.ts';
import { type Facts, problem, problemIf } from '../configuration/facts.ts';
import { highestMaximum } from '../configuration/replica-range.ts';
import { resolutionOf } from '../configuration/resolution.ts';
import { metricProblems } from './metric-rules.ts';
import { boundsProblems, clockProblems, scheduledBounds } from './schedule-rules.ts';
import { sleepProblems } from './sleep-rules.ts';

const YEAR_MS = 365 * 86_400_000;
const LONGEST_YEARS = 5;

/** How much of it there may be, by what and when, and for how long it is promised. */
export const scalingProblems = (wish: Judged, facts: Facts): FieldProblem[] => {
  const framework = frameworkOf(resolutionOf(wish, facts).framework ?? '');
  return [
    ...countProblems(wish, facts),
    ...metricProblems(wish, framework),
    ...clockProblems(wish.scaling, facts.at),
    ...(framework ? sleepProblems(wish, framework) : []),
    ...commitmentProblems(wish.commitment, facts),
  ];
};

const countProblems = (wish: Judged, facts: Facts): FieldProblem[] => {
  const { quota, base } = facts;
  const scaling = isRecord(wish.scaling) ? wish.scaling : {};
  const { minReplicas, maxReplicas }: Record<string, unknown> = { ...DEFAULTS.scaling, ...given(scaling) };
  if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number') return [];
  // What it has already it keeps, whatever the quota has become.
  const most = Math.max(quota.maxReplicas, base ? highestMaximum(base.scaling).replicas : 0);
  const limit = `must be at most ${most}, the limit of this project: ask for less, or the operator for more`;
  const own = { minReplicas, maxReplicas };
  return [
    ...problemIf(minReplicas > most, '/scaling/minReplicas', limit),
    ...problemIf(maxReplicas > most, '/scaling/maxReplicas', limit),
    ...problemIf(
      minReplicas > maxReplicas,
      '/scaling/minReplicas',
      `must not be greater than maxReplicas, which is ${maxReplicas}`,
    ),
    ...boundsProblems(scaling, own, most),
    ...gpuProblems(wish, facts, { ...own, schedules: scheduledBounds(scaling) }),
  ];
};

const gpuProblems = (wish: Judged, facts: Facts, scaling: Sized['scaling']): FieldProblem[] => {
  const { quota, base } = facts;
  const { hardware } = resolutionOf(wish, facts);
  const left = Math.max(quota.gpusLeft, base ? gpusOf(base) : 0);
  const gpus = hardware ? gpusOf({ hardware, scaling }) : 0;
  return problemIf(
    gpus > left,
    highestMaximum(scaling).pointer,
    `asks for ${gpus} GPUs at most, and ${Math.max(0, quota.gpusLeft)} of the project’s ${quota.gpusInAll} are left: ` +
      'ask for fewer replicas or smaller hardware, or the operator for a larger quota',
  );
};

type Sized = Readonly<{
  hardware: Pick<HardwareShape, 'gpuCount' | 'gpuThousandths'>;
  scaling: Parameters<typeof highestMaximum>[0];
}>;

/** What counts against a project’s quota: all its GPUs at its largest hour, a share of a GPU as that share. */
export const gpusOf = ({ hardware, scaling }: Sized): number =>
  (highestMaximum(scaling).replicas * hardware.gpuCount * hardware.gpuThousandths) / 1000;

const commitmentProblems = (commitment: unknown, { base, at }: Facts): FieldProblem[] => {
  const until = memberOf(commitment, 'until') ?? null;
  const now = Date.parse(at);
  const promised = base?.commitment.kind === 'reserved' ? Date.parse(base.commitment.until) : 0;
  if (memberOf(commitment, 'kind') !== 'reserved')
    return [
      ...problemIf(until !== null, '/commitment/until', 'belongs to the kind reserved: leave it out'),
      ...problemIf(
        promised > now,
        '/commitment',
        'is reserved, and cannot be given back before its end: it can only be extended',
      ),
    ];
  const end = typeof until === 'string' ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(end))
    return [problem('/commitment/until', 'must be a time like 2030-01-31T00:00:00Z for the kind reserved')];
  if (end === promised) return [];
  return [
    ...problemIf(end <= now, '/commitment/until', 'must be in the future'),
    ...problemIf(
      end > now + LONGEST_YEARS * YEAR_MS,
      '/commitment/until',
      `must be within ${LONGEST_YEARS} years: until then it can be neither stopped nor deleted`,
    ),
    ...problemIf(
      promised > now && end > now && end < promised,
      '/commitment/until',
      `must not be before ${new Date(promised).toISOString()}: a reservation can only be extended`,
    ),
  ];
};
