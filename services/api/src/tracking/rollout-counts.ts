import type { EventNamed } from '@tidegate/contracts';
import type { Side } from './judge-rollout.ts';

type Sample = EventNamed<'MetricSampled'>['data'];
type Counts = Readonly<{ candidate: Side; others: Side; sampledAtUs: number }>;
type Rollout = { readonly to: number; readonly sources: Map<string, Counts>; isNew: boolean };

/** What was counted of one open rollout, by all gateways together. */
export type Counted = Readonly<{ endpointId: string; to: number; candidate: Side; others: Side }>;

const MOST_ROLLOUTS = 10_000;
const MOST_SOURCES = 100;
/** A gateway that says nothing for so long is gone, or has long had no request. */
const FORGOTTEN_AFTER_US = 600_000_000;

/**
 * The newest counters of each gateway and rollout. A gateway counts from the beginning of the rollout or from its own,
 * so the sum over gateways is all that is known; a template that replaces the one that was tried begins at zero.
 */
export class RolloutCounts {
  readonly #rollouts = new Map<string, Rollout>();

  get size(): number {
    return this.#rollouts.size;
  }

  take({ endpointId, source, sampledAtUs, metrics }: Sample): void {
    const to = metrics['rollout_revision'];
    if (to === undefined) {
      this.#forget(endpointId, source);
      return;
    }
    const rollout = this.#rolloutOf(endpointId, to);
    if (!rollout || (rollout.sources.size >= MOST_SOURCES && !rollout.sources.has(source))) return;
    rollout.isNew = true;
    rollout.sources.set(source, {
      sampledAtUs,
      candidate: side(metrics, 'rollout'),
      others: side(metrics, 'others'),
    });
  }

  /** Rollouts of which something new was counted since the last call. */
  news(nowUs: number): Counted[] {
    const news: Counted[] = [];
    for (const [endpointId, rollout] of this.#rollouts) {
      for (const [source, { sampledAtUs }] of rollout.sources)
        if (sampledAtUs < nowUs - FORGOTTEN_AFTER_US) rollout.sources.delete(source);
      if (rollout.sources.size === 0) this.#rollouts.delete(endpointId);
      else if (rollout.isNew)
        news.push({ endpointId, to: rollout.to, ...sumOf([...rollout.sources.values()]) });
      rollout.isNew = false;
    }
    return news;
  }

  /** It is said once more, although nothing new was counted. */
  again({ endpointId, to }: Counted): void {
    const rollout = this.#rollouts.get(endpointId);
    if (rollout?.to === to) rollout.isNew = true;
  }

  /** A gateway that knows of no rollout has seen its end, or not yet its beginning. */
  #forget(endpointId: string, source: string): void {
    const sources = this.#rollouts.get(endpointId)?.sources;
    sources?.delete(source);
    if (sources?.size === 0) this.#rollouts.delete(endpointId);
  }

  /** Of an older template nothing is counted any more, and of too many rollouts neither. */
  #rolloutOf(endpointId: string, to: number): Rollout | undefined {
    const before = this.#rollouts.get(endpointId);
    if (before && before.to >= to) return before.to === to ? before : undefined;
    if (!before && this.#rollouts.size >= MOST_ROLLOUTS) return undefined;
    const rollout: Rollout = { to, sources: new Map(), isNew: false };
    this.#rollouts.set(endpointId, rollout);
    return rollout;
  }
}

const side = (metrics: Sample['metrics'], whose: 'rollout' | 'others'): Side => ({
  requests: metrics[`${whose}_requests_total`] ?? 0,
  errors: metrics[`${whose}_errors_total`] ?? 0,
});

const sumOf = (counts: readonly Counts[]): Readonly<{ candidate: Side; others: Side }> => ({
  candidate: counts.map(({ candidate }) => candidate).reduce(plus),
  others: counts.map(({ others }) => others).reduce(plus),
});

const plus = (one: Side, other: Side): Side => ({
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
});
