import { type Meaning, meaningOf } from './meaning.ts';
import { ReplicaTrack } from './replica-track.ts';

/** What an agent says of a replica, as in MetricSampled; without a replica it is a gateway's word, and passed over. */
export type RuntimeSample = Readonly<{
  replicaId: string | null;
  sampledAtUs: number;
  metrics: Readonly<Record<string, number>>;
}>;

export type Asked = Readonly<{
  /** By which the endpoint's template is served: it says what the names mean. */
  framework: string;
  /** Replicas that are ready now. */
  ready: ReadonlySet<string>;
  nowUs: number;
}>;

type Kept = Readonly<{ framework: string; meaning: Meaning | null; tracks: Map<string, ReplicaTrack> }>;

/** More than the rules of an endpoint may be. */
const MOST_METRICS = 32;
const MOST_REPLICAS = 4096;
/**
 * A replica that became ready is measured within one round of its agent, and a counter of it has a rate after two. Until
 * then it is left out rather than guessed: if it counted like the loaded ones, each new replica would ask for another one.
 */
const YOUNG_US = 6_000_000;
const YOUNG_ROUNDS = 3;

/** What the runtimes of one endpoint's replicas say, together. Only what rules name is kept. */
export class RuntimeMetrics {
  /** By the name in the rule. */
  readonly #kept = new Map<string, Kept>();
  /** Since when each replica has been seen ready. */
  readonly #seenAtUs = new Map<string, number>();
  #hasLooked = false;

  /**
   * Keeps these metrics from now on, and no others.
   * @param metrics as the rules name them
   */
  keepOnly(metrics: readonly string[], framework: string): void {
    for (const metric of this.#kept.keys()) if (!metrics.includes(metric)) this.#kept.delete(metric);
    for (const metric of metrics) this.#keep(metric, framework);
  }

  add({ replicaId, sampledAtUs, metrics }: RuntimeSample, nowUs: number): void {
    if (replicaId === null) return;
    for (const { meaning, tracks } of this.#kept.values()) {
      const name = meaning?.names.find((each) => metrics[each] !== undefined);
      const value = name === undefined ? undefined : metrics[name];
      if (meaning && value !== undefined && Number.isFinite(value))
        trackOf(tracks, replicaId, meaning).add(sampledAtUs, value, nowUs);
    }
  }

  /**
   * A metric's value over all ready replicas together, so that divided by a rule's target it is a number of replicas: of
   * what adds up the sum, of a counter the sum of its rates per second, of an average or a maximum that times the replicas.
   * Those whose value is not known now count like the mean, or the maximum, of the others. A metric that was not kept is kept
   * from now on.
   * @returns null when of no ready replica a value is known: silence is not 0
   */
  value({ metric }: Readonly<{ metric: string }>, { framework, ready, nowUs }: Asked): number | null {
    const { meaning, tracks } = this.#keep(metric, framework);
    this.#look(ready, nowUs);
    forgetSilent(tracks, ready, nowUs);
    const known: number[] = [];
    const unknown: string[] = [];
    let everyUs = 0;
    for (const replicaId of ready) {
      const track = tracks.get(replicaId);
      const value = track?.value(nowUs) ?? null;
      if (value === null) unknown.push(replicaId);
      else known.push(value);
      everyUs = Math.max(everyUs, track?.everyUs ?? 0);
    }
    if (meaning === null || known.length === 0) return null;
    const youngSinceUs = nowUs - Math.max(YOUNG_US, everyUs * YOUNG_ROUNDS);
    const silent = unknown.filter((replicaId) => (this.#seenAtUs.get(replicaId) ?? nowUs) < youngSinceUs);
    return Math.max(0, together(known, meaning.aggregation) * (known.length + silent.length));
  }

  #keep(metric: string, framework: string): Kept {
    const before = this.#kept.get(metric);
    if (before?.framework === framework) return before;
    const meaning = meaningOf(framework, metric);
    const isSame = JSON.stringify(before?.meaning) === JSON.stringify(meaning);
    const tracks = before && isSame ? before.tracks : new Map<string, ReplicaTrack>();
    const kept = { framework, meaning, tracks };
    this.#kept.set(metric, kept);
    dropOldest(this.#kept, MOST_METRICS);
    return kept;
  }

  /** Nobody knows the age of those that were ready at the first look: they are no young ones. */
  #look(ready: ReadonlySet<string>, nowUs: number): void {
    for (const replicaId of this.#seenAtUs.keys())
      if (!ready.has(replicaId)) this.#seenAtUs.delete(replicaId);
    for (const replicaId of ready)
      if (!this.#seenAtUs.has(replicaId)) this.#seenAtUs.set(replicaId, this.#hasLooked ? nowUs : -Infinity);
    this.#hasLooked = true;
  }
}

const trackOf = (tracks: Map<string, ReplicaTrack>, replicaId: string, { kind }: Meaning): ReplicaTrack => {
  const known = tracks.get(replicaId);
  if (known) return known;
  const track = new ReplicaTrack(kind);
  tracks.set(replicaId, track);
  dropOldest(tracks, MOST_REPLICAS);
  return track;
};

const dropOldest = (map: Map<string, unknown>, most: number): void => {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
};

/** One that is not ready yet, or not any more, is kept as long as it is told. */
const forgetSilent = (tracks: Map<string, ReplicaTrack>, ready: ReadonlySet<string>, nowUs: number): void => {
  for (const [replicaId, track] of tracks)
    if (!ready.has(replicaId) && track.isStale(nowUs)) tracks.delete(replicaId);
};

/** What one replica stands for. */
const together = (known: readonly number[], aggregation: Meaning['aggregation']): number => {
  switch (aggregation) {
    case 'sum':
    case 'average':
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    case 'max':
      return known.reduce((most, value) => Math.max(most, value), -Infinity);
  }
};
