import { coverageOf } from '../metering/coverage.ts';
import type { Commitment, Endpoint } from '../metering/endpoint.ts';
import type { Holding } from '../metering/holding.ts';
import { commonUs, type Span } from '../metering/span.ts';
import { type Card, type Slice, slicesOf } from './card.ts';
import { amountOf, CUSTOM_DOMAIN, type Line } from './line.ts';
import { NO_PHASES, replicaLines } from './replica-lines.ts';

type Coverage = ReadonlyMap<string, readonly Span[]>;
const UNCOVERED: readonly Span[] = [];

/** Replicas of an endpoint: those whose lines are wanted, and, where it has commitments, all that it ever had. */
export type Replicas = Readonly<{ wanted: readonly Holding[]; all: readonly Holding[] }>;

/** All lines of an endpoint up to `nowUs`: of its replicas, its commitments and its domains. */
export const endpointLines = (
  endpoint: Endpoint,
  holdings: readonly Holding[],
  card: Card,
  nowUs: number,
): Line[] => [
  ...replicasLines(endpoint, { wanted: holdings, all: holdings }, card, nowUs),
  ...lastingLines(endpoint, holdings, card, nowUs),
];

/** Usage and storage. Without commitments each replica's lines depend on nothing but the replica and the endpoint. */
export const replicasLines = (
  endpoint: Endpoint,
  { wanted, all }: Replicas,
  card: Card,
  nowUs: number,
): Line[] => {
  const coverage: Coverage = coverageOf(endpoint.commitments, all, nowUs);
  return wanted.flatMap((holding) =>
    replicaLines(holding, { endpoint, covered: coverage.get(holding.replicaId) ?? UNCOVERED }, card, nowUs),
  );
};

/** Of what costs without a replica: commitments and domains. */
export const lastingLines = (
  endpoint: Endpoint,
  all: readonly Holding[],
  card: Card,
  nowUs: number,
): Line[] => {
  const coverage: Coverage = coverageOf(endpoint.commitments, all, nowUs);
  return [
    ...endpoint.commitments.flatMap((each) => commitmentLines(endpoint, each, { coverage, card, nowUs })),
    ...domainLines(endpoint, card, nowUs),
  ];
};

/** Costs whether anything runs or not. */
const commitmentLines = (
  endpoint: Endpoint,
  commitment: Commitment,
  { coverage, card, nowUs }: Readonly<{ coverage: Coverage; card: Card; nowUs: number }>,
): Line[] => {
  const spent = [...coverage.values()];
  return linesOver(endpoint, commitment, { sku: commitment.sku, card, nowUs }).map(({ slice, line }) =>
    priced(slice, {
      ...line,
      kind: 'commitment',
      sourceId: endpoint.endpointId,
      unit1024ths: 1024n * BigInt(commitment.replicas),
      coveredUs: BigInt(spent.reduce((us, spans) => us + commonUs(spans, line.fromUs, line.toUs), 0)),
      weight: slice.plan.committed,
    }),
  );
};

const domainLines = (endpoint: Endpoint, card: Card, nowUs: number): Line[] =>
  endpoint.domains.flatMap(({ domain, spans }) =>
    spans.flatMap((span) =>
      linesOver(endpoint, span, { sku: CUSTOM_DOMAIN, card, nowUs }).map(({ slice, line }) =>
        priced(slice, {
          ...line,
          kind: 'add-on',
          sourceId: domain,
          unit1024ths: 1024n,
          coveredUs: 0n,
          weight: 1000,
        }),
      ),
    ),
  );

type Bare = Omit<
  Line,
  'kind' | 'sourceId' | 'unit1024ths' | 'coveredUs' | 'weightedUsThousandths' | 'burnWeight' | 'costNanoUsd'
>;

/** What lasts from one moment to another and holds no hardware. Nothing, where it has not begun. */
const linesOver = (
  { endpointId, projectId }: Endpoint,
  { fromUs, toUs }: Span,
  { sku, card, nowUs }: Readonly<{ sku: string; card: Card; nowUs: number }>,
): { slice: Slice; line: Bare }[] => {
  const endUs = Math.min(toUs, nowUs);
  if (endUs <= fromUs) return [];
  return slicesOf(card, { sku, projectId }, { fromUs, toUs: endUs }).map((slice) => ({
    slice,
    line: {
      replicaId: null,
      endpointId,
      projectId,
      revision: null,
      sku,
      simulated: false,
      period: slice.period,
      fromUs: slice.fromUs,
      toUs: slice.toUs,
      open: toUs > nowUs && slice.toUs === endUs,
      priceNanoUsdPerHour: slice.priceNanoUsdPerHour,
      heldUs: BigInt(slice.toUs - slice.fromUs),
      phaseUs: NO_PHASES,
      gpuThousandthsUs: 0n,
      vcpuMillisUs: 0n,
      billed: true,
    },
  }));
};

const priced = (
  { fromUs, toUs }: Slice,
  {
    weight,
    ...line
  }: Bare & Pick<Line, 'kind' | 'sourceId' | 'unit1024ths' | 'coveredUs'> & { weight: number },
): Line => {
  const weightedUsThousandths = BigInt((toUs - fromUs) * weight);
  return {
    ...line,
    weightedUsThousandths,
    burnWeight: line.open ? BigInt(weight) : 0n,
    costNanoUsd: amountOf({ ...line, weightedUsThousandths }),
  };
};
