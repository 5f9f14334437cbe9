import type { Commitment } from './endpoint.ts';
import { endOf, hasFailed, type Holding } from './holding.ts';
import type { Span } from './span.ts';

type Runner = Span & Readonly<{ replicaId: string }>;

/**
 * Which of an endpoint's replicas a commitment pays for, and when: at each moment the first ones on its flavour, by their start and then
 * their id. What never became ready takes nobody's place. A sweep over all moments at which anything begins or ends.
 */
export const coverageOf = (
  commitments: readonly Commitment[],
  holdings: readonly Holding[],
  nowUs: number,
): Map<string, Span[]> => {
  const covered = new Map<string, Span[]>();
  for (const commitment of commitments) {
    const runners = runnersOf(holdings, commitment, nowUs);
    const edges = new Set(runners.flatMap(({ fromUs, toUs }) => [fromUs, toUs]));
    const moments = [...edges].sort((a, b) => a - b);
    for (const [nth, toUs] of moments.slice(1).entries()) {
      const fromUs = moments[nth] ?? toUs;
      const first = runners.filter((runner) => runner.fromUs <= fromUs && runner.toUs >= toUs);
      for (const { replicaId } of first.slice(0, commitment.replicas))
        append(covered, replicaId, { fromUs, toUs });
    }
  }
  return covered;
};

/** Who runs on the committed flavour, by start, each within the time of the commitment. */
const runnersOf = (
  holdings: readonly Holding[],
  { fromUs, toUs, sku }: Commitment,
  nowUs: number,
): Runner[] =>
  holdings
    .filter((holding) => holding.start?.sku === sku && !hasFailed(holding))
    .sort((a, b) => startOf(a) - startOf(b) || (a.replicaId < b.replicaId ? -1 : 1))
    .map((holding) => ({
      replicaId: holding.replicaId,
      fromUs: Math.max(startOf(holding), fromUs),
      toUs: Math.min(endOf(holding, nowUs), toUs),
    }))
    .filter((runner) => runner.toUs > runner.fromUs);

const startOf = ({ start }: Holding): number => start?.atUs ?? Infinity;

const append = (covered: Map<string, Span[]>, replicaId: string, span: Span): void => {
  const spans = covered.get(replicaId) ?? [];
  const last = spans.at(-1);
  if (last?.toUs === span.fromUs) spans[spans.length - 1] = { fromUs: last.fromUs, toUs: span.toUs };
  else spans.push(span);
  covered.set(replicaId, spans);
};
