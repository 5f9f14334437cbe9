import type { Dimension, Trait } from './dimension.ts';
import type { Labels } from './labels.ts';
import type { Bucket } from './buckets.ts';
import { type Piece, piecesOf } from './piece.ts';
import type { DetailedLine } from './stretch.ts';

/** What was used and what it costs, over billed lines. Held time is that of replicas. */
export type Used = Readonly<{
  heldUs: bigint;
  coveredUs: bigint;
  gpuThousandthsUs: bigint;
  vcpuMillisUs: bigint;
  costNanoUsd: bigint;
}>;

export const NOTHING_USED: Used = {
  heldUs: 0n,
  coveredUs: 0n,
  gpuThousandthsUs: 0n,
  vcpuMillisUs: 0n,
  costNanoUsd: 0n,
};

/** Null: what it is grouped by does not apply, such as the replica of a commitment, or is not set. */
export type Key = string | null;
export type Group = Readonly<{ keys: readonly Key[]; used: Used }>;

type Place = Readonly<{
  line: DetailedLine;
  piece: Piece;
  bucket: Bucket;
  tags: Readonly<Record<string, string>>;
}>;

const TRAIT: Readonly<Record<Trait, (line: DetailedLine, piece: Piece) => Key>> = {
  endpoint: ({ endpointId }) => endpointId,
  hardware: ({ sku }) => sku,
  replica: ({ replicaId }) => replicaId,
  kind: ({ kind }) => kind,
  phase: (_line, { phase }) => phase,
};

/** Only what was used under this tag; without a value: under any. */
export type Tag = Readonly<{ key: string; value: string | null }>;

/** Usage divided by dimensions, in some buckets of time. */
export class Groups {
  readonly #dimensions: readonly Dimension[];
  readonly #tag: Tag | null;
  readonly #used = new Map<string, Group>();

  constructor(dimensions: readonly Dimension[], tag: Tag | null = null) {
    this.#dimensions = dimensions;
    this.#tag = tag;
  }

  get size(): number {
    return this.#used.size;
  }

  /** Adds what of a line lies in the buckets, which follow each other in time. */
  add(line: DetailedLine, buckets: readonly Bucket[], labels: Labels): void {
    if (!line.billed) return;
    for (const { piece, bucket } of placed(line, buckets, this.#cutsFor(line, buckets, labels))) {
      const tags = labels.at(line.endpointId, piece.fromUs)?.tags ?? {};
      if (this.#tag && !isTagged(tags, this.#tag)) continue;
      this.#put(this.#keysOf({ line, piece, bucket, tags }), usedIn(line, piece));
    }
  }

  /** In the order of their keys; what has none comes last. */
  sorted(): Group[] {
    return [...this.#used.values()].sort((a, b) => compareKeys(a.keys, b.keys));
  }

  #cutsFor({ endpointId }: DetailedLine, buckets: readonly Bucket[], labels: Labels): number[] {
    const cuts = buckets.map(({ fromUs }) => fromUs);
    if (!this.#tag && !this.#dimensions.some(({ by }) => by === 'tag')) return cuts;
    return [...cuts, ...labels.changesOf(endpointId)].sort((a, b) => a - b);
  }

  #keysOf({ line, piece, bucket, tags }: Place): Key[] {
    return this.#dimensions.map((dimension) => {
      switch (dimension.by) {
        case 'time':
          return bucket.name;
        case 'trait':
          return TRAIT[dimension.name](line, piece);
        case 'tag':
          return tags[dimension.key] ?? null;
      }
    });
  }

  #put(keys: readonly Key[], used: Used): void {
    const id = JSON.stringify(keys);
    const known = this.#used.get(id);
    this.#used.set(id, { keys, used: known ? plus(known.used, used) : used });
  }
}

/** Each piece with the bucket that it lies in. */
function* placed(
  line: DetailedLine,
  buckets: readonly Bucket[],
  cuts: readonly number[],
): Generator<Pick<Place, 'piece' | 'bucket'>> {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (!first || !last) return;
  let nth = 0;
  for (const piece of piecesOf(line, cuts, { fromUs: first.fromUs, untilUs: last.untilUs })) {
    while (nth < buckets.length - 1 && piece.fromUs >= (buckets[nth]?.untilUs ?? Infinity)) nth++;
    yield { piece, bucket: buckets[nth] ?? last };
  }
}

const isTagged = (tags: Readonly<Record<string, string>>, { key, value }: Tag): boolean =>
  tags[key] !== undefined && (value === null || tags[key] === value);

const usedIn = ({ kind }: DetailedLine, piece: Piece): Used => {
  const isHeld = kind === 'usage';
  return {
    heldUs: isHeld ? piece.heldUs : 0n,
    coveredUs: isHeld ? piece.coveredUs : 0n,
    gpuThousandthsUs: piece.gpuThousandthsUs,
    vcpuMillisUs: piece.vcpuMillisUs,
    costNanoUsd: piece.costNanoUsd,
  };
};

export const plus = (a: Used, b: Used): Used => ({
  heldUs: a.heldUs + b.heldUs,
  coveredUs: a.coveredUs + b.coveredUs,
  gpuThousandthsUs: a.gpuThousandthsUs + b.gpuThousandthsUs,
  vcpuMillisUs: a.vcpuMillisUs + b.vcpuMillisUs,
  costNanoUsd: a.costNanoUsd + b.costNanoUsd,
});

export const compareKeys = (a: readonly Key[], b: readonly Key[]): number => {
  for (const [n, mine] of a.entries()) {
    const other = b[n] ?? null;
    if (mine === other) continue;
    if (mine === null) return 1;
    return other === null || mine < other ? -1 : 1;
  }
  return 0;
};
