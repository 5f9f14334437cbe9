import type { Sample } from '../observation/sample.ts';

/** More gateways than this speak of one endpoint: the one silent for longest is forgotten. */
const MOST_SOURCES = 64;
/** Between two looks, a second apart, no gateway begins and ends so often. */
const MOST_ENDS = 16;

/** What one gateway has shown of an endpoint. Epoch microseconds. */
export type Source = Readonly<{
  /** Of its last word. */
  atUs: number;
  /** Requests counted by then. */
  total: number;
  isQuiet: boolean;
  /** The first word that showed nothing after the last one that showed something; of one that never had anything it is before all time. */
  quietFromUs: number;
  /** Until when it had nothing to do before it had something, and what it had counted by then: the newest last. */
  ends: readonly Readonly<{ untilUs: number; total: number }>[];
}>;

type Words = Pick<Sample, 'source' | 'atUs' | 'inFlight' | 'waiting' | 'requestsTotal' | 'quiet'>;

/** A gateway with nothing to tell speaks every ten seconds: where others are heard, one that is silent for longer has ended meanwhile. */
export const GONE_AFTER_US = 25_000_000;

/** What all gateways have shown of an endpoint, as far as it tells when there was nothing to do. */
export class Shown {
  readonly #sources = new Map<string, Source>();
  /** Of the first word after the last long silence of all, and of the newest word. */
  #heardFromUs = Infinity;
  #heardAtUs = -Infinity;

  get sources(): ReadonlyMap<string, Source> {
    return this.#sources;
  }

  /** Since when somebody has been heard, without a long silence of all. */
  get heardFromUs(): number {
    return this.#heardFromUs;
  }

  isHeard(nowUs: number): boolean {
    return nowUs - this.#heardAtUs <= GONE_AFTER_US;
  }

  /** When what a gateway had at its last word is over, should it not speak again. While nobody is heard, its silence means nothing. */
  goneAtUs(source: Source | undefined): number {
    return Math.max(source?.atUs ?? -Infinity, this.#heardFromUs) + GONE_AFTER_US;
  }

  /** A word older than the newest of its gateway is ignored. */
  add(words: Words): void {
    const before = this.#sources.get(words.source);
    if (before && words.atUs < before.atUs) return;
    if (!before) this.#makeRoom();
    if (words.atUs - this.#heardAtUs > GONE_AFTER_US) this.#heardFromUs = words.atUs;
    this.#heardAtUs = Math.max(this.#heardAtUs, words.atUs);
    this.#sources.set(words.source, before ? next(before, words) : first(words));
  }

  #makeRoom(): void {
    if (this.#sources.size < MOST_SOURCES) return;
    let oldest: string | null = null;
    for (const [id, { atUs }] of this.#sources)
      if (oldest === null || atUs < (this.#sources.get(oldest)?.atUs ?? 0)) oldest = id;
    if (oldest !== null) this.#sources.delete(oldest);
  }
}

const first = ({ atUs, inFlight, waiting, requestsTotal: total, quiet }: Words): Source => {
  const isQuiet = inFlight + waiting === 0;
  const isNew = isQuiet && total === 0;
  return {
    atUs,
    total,
    isQuiet,
    quietFromUs: isNew ? -Infinity : isQuiet ? atUs : Infinity,
    ends: quiet ? [{ untilUs: Math.min(quiet.untilUs, atUs), total: quiet.requestsTotal }] : [],
  };
};

const next = (before: Source, words: Words): Source => {
  const { atUs, inFlight, waiting, requestsTotal: total } = words;
  const isQuiet = inFlight + waiting === 0;
  if (isQuiet && before.isQuiet && total === before.total) return { ...before, atUs };
  const end = before.isQuiet ? [{ untilUs: quietUntilUs(before, words), total: before.total }] : [];
  return {
    atUs,
    total,
    isQuiet,
    quietFromUs: isQuiet ? atUs : Infinity,
    ends: [...before.ends, ...end].slice(-MOST_ENDS),
  };
};

/** Its own word for it, if nothing had been counted since the last word that arrived; else only that one is proven. */
const quietUntilUs = ({ atUs, total }: Source, { quiet, atUs: nowUs }: Words): number =>
  quiet?.requestsTotal === total ? Math.min(Math.max(atUs, quiet.untilUs), nowUs) : atUs;
