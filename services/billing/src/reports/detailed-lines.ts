import { type Plan, USUAL_PLAN } from '@tidegate/contracts';
import { coverageOf } from '../metering/coverage.ts';
import type { Endpoint } from '../metering/endpoint.ts';
import type { Holding } from '../metering/holding.ts';
import { stretchesOf } from '../metering/phases.ts';
import { isWithin, type Span } from '../metering/span.ts';
import type { Card } from '../rating/card.ts';
import { endpointLines } from '../rating/endpoint-lines.ts';
import type { Line } from '../rating/line.ts';
import { replicaLines, weightIn } from '../rating/replica-lines.ts';
import type { DetailedLine, Stretch } from './stretch.ts';

export type Coverage = ReadonlyMap<string, readonly Span[]>;
type Rating = Readonly<{ card: Card; coverage: Coverage; nowUs: number }>;

/** @param holdings at least all that overlap the time in which coverage is asked for */
export const coverageIn = (
  { commitments }: Endpoint,
  holdings: readonly Holding[],
  nowUs: number,
): Coverage => coverageOf(commitments, holdings, nowUs);

/** The lines of an endpoint’s replicas, up to a moment, with what happens when in them. */
export const replicasInDetail = (
  endpoint: Endpoint,
  holdings: readonly Holding[],
  { card, coverage, nowUs }: Rating,
): DetailedLine[] =>
  holdings.flatMap((holding) => {
    const covered = coverage.get(holding.replicaId) ?? [];
    return replicaLines(holding, { endpoint, covered }, card, nowUs).map((line) => ({
      ...line,
      stretches:
        line.kind === 'usage'
          ? usageStretches(line, holding, { endpoint, covered, card, nowUs })
          : [evenly(line)],
    }));
  });

/** The lines of an endpoint that no replica has: its commitments and domains. */
export const standingInDetail = (
  endpoint: Endpoint,
  { card, nowUs }: Pick<Rating, 'card' | 'nowUs'>,
): DetailedLine[] =>
  endpointLines(endpoint, [], card, nowUs).map((line) => ({ ...line, stretches: [evenly(line)] }));

/** What counts the same at each moment. */
const evenly = ({ fromUs, toUs, weightedUsThousandths }: Line): Stretch => ({
  fromUs,
  toUs,
  phase: null,
  weightThousandths: toUs === fromUs ? 0 : Number(weightedUsThousandths / BigInt(toUs - fromUs)),
  covered: false,
});

type Surroundings = Readonly<{ endpoint: Endpoint; covered: readonly Span[]; card: Card; nowUs: number }>;

/** The line’s part of what its replica did, cut wherever a commitment begins or ends to pay for it. */
const usageStretches = (
  line: Line,
  holding: Holding,
  { endpoint, covered, card, nowUs }: Surroundings,
): Stretch[] => {
  const plan = planAt(card, line);
  const edges = covered.flatMap(({ fromUs, toUs }) => [fromUs, toUs]);
  return stretchesOf(holding, endpoint.around, nowUs).flatMap((stretch) => {
    const fromUs = Math.max(stretch.fromUs, line.fromUs);
    const toUs = Math.min(stretch.toUs, line.toUs);
    if (toUs <= fromUs) return [];
    const cuts = [fromUs, ...edges.filter((us) => us > fromUs && us < toUs), toUs];
    return cuts.slice(1).map((until, nth) => ({
      fromUs: cuts[nth] ?? fromUs,
      toUs: until,
      phase: stretch.phase,
      weightThousandths: weightIn(stretch, holding, plan),
      covered: isWithin(covered, cuts[nth] ?? fromUs),
    }));
  });
};

const planAt = ({ plans }: Card, { projectId, fromUs }: Line): Plan =>
  plans.of(projectId).findLast((each) => each.fromUs <= fromUs)?.plan ?? USUAL_PLAN;
