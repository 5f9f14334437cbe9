/** One replica that exists, or was asked for. */
export type Replica = Readonly<{
  replicaId: string;
  askedAtUs: number;
  /** It waits for room. */
  isDelayed: boolean;
  phase: 'starting' | 'ready' | 'draining' | 'asleep';
}>;

/** So many start times are remembered. */
const STARTS = 20;

/** The replicas of one endpoint, and how long their starts took: a fold of the log. */
export class Replicas {
  readonly #all: Map<string, Replica>;
  /** From the request, or, for one that had to wait for room, from its place: seconds, the newest last. */
  readonly startSeconds: number[];
  #ready = 0;
  #delayed = 0;

  constructor(
    kept: Readonly<{ all: readonly Replica[]; startSeconds: readonly number[] }> = {
      all: [],
      startSeconds: [],
    },
  ) {
    this.#all = new Map(kept.all.map((replica) => [replica.replicaId, replica]));
    this.startSeconds = [...kept.startSeconds];
    this.#count();
  }

  toJSON(): { all: Replica[]; startSeconds: number[] } {
    return { all: [...this.#all.values()], startSeconds: this.startSeconds };
  }

  get readyCount(): number {
    return this.#ready;
  }

  get delayedCount(): number {
    return this.#delayed;
  }

  ready(): Replica[] {
    return [...this.#all.values()].filter(({ phase }) => phase === 'ready');
  }

  /** When each of those that start was asked for, the longest ago first. */
  startingSinceUs(): number[] {
    return [...this.#all.values()]
      .filter(({ phase }) => phase === 'starting')
      .map(({ askedAtUs }) => askedAtUs)
      .sort((a, b) => a - b);
  }

  asked(replicaId: string, atUs: number): void {
    this.#put({ replicaId, askedAtUs: atUs, isDelayed: false, phase: 'starting' });
  }

  delayed(replicaId: string): void {
    this.#change(replicaId, { isDelayed: true });
  }

  /** The time that it waited for room is not the time that a start takes. */
  placed(replicaId: string, atUs: number): void {
    if (this.#all.get(replicaId)?.isDelayed) this.#change(replicaId, { isDelayed: false, askedAtUs: atUs });
  }

  becameReady(replicaId: string, atUs: number): void {
    const known = this.#all.get(replicaId);
    if (known?.phase === 'starting' && known.askedAtUs > 0)
      this.#started((atUs - known.askedAtUs) / 1_000_000);
    this.#put({ ...(known ?? { replicaId, askedAtUs: 0, isDelayed: false }), phase: 'ready' });
  }

  drains(replicaId: string): void {
    this.#change(replicaId, { phase: 'draining' });
  }

  resumed(replicaId: string): void {
    this.#change(replicaId, { phase: 'ready' });
  }

  slept(replicaId: string): void {
    this.#change(replicaId, { phase: 'asleep' });
  }

  /** A wake is a start, but none to learn from: it says nothing of the next one. */
  wakes(replicaId: string): void {
    this.#change(replicaId, { phase: 'starting', askedAtUs: 0 });
  }

  stopped(replicaId: string): void {
    this.#all.delete(replicaId);
    this.#count();
  }

  #started(seconds: number): void {
    if (seconds <= 0) return;
    this.startSeconds.push(seconds);
    if (this.startSeconds.length > STARTS) this.startSeconds.shift();
  }

  #change(replicaId: string, change: Partial<Replica>): void {
    const known = this.#all.get(replicaId);
    if (known) this.#put({ ...known, ...change });
  }

  #put(replica: Replica): void {
    this.#all.set(replica.replicaId, replica);
    this.#count();
  }

  #count(): void {
    this.#ready = 0;
    this.#delayed = 0;
    for (const { phase, isDelayed } of this.#all.values()) {
      if (phase === 'ready') this.#ready++;
      if (isDelayed) this.#delayed++;
    }
  }
}
