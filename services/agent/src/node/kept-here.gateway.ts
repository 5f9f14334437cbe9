import { Logger } from '@nestjs/common';
import { keptThings } from './kept-things.ts';

const FRESH_MS = 30_000;

export type Sources = Readonly<{
  /** As `owner/name`. */
  models: () => Promise<readonly string[]>;
  /** References, newest first. */
  images: () => Promise<readonly string[]>;
}>;

/** What of models and images is on this node. Whoever asks never waits: it is found out meanwhile, for the next who asks. */
export class KeptHere {
  readonly #log = new Logger(KeptHere.name);
  readonly #found = { models: [] as readonly string[], images: [] as readonly string[] };
  readonly #looking = new Set<keyof Sources>();
  #kept: readonly string[] = [];
  #lookedMs = -Infinity;

  constructor(
    private readonly sources: Sources,
    private readonly freshMs = FRESH_MS,
  ) {}

  /** At most 500, in one order. */
  list(): readonly string[] {
    const nowMs = performance.now();
    if (nowMs - this.#lookedMs >= this.freshMs) {
      this.#lookedMs = nowMs;
      for (const kind of ['models', 'images'] as const) void this.#look(kind);
    }
    return this.#kept;
  }

  /** One that hangs is not asked again, and does not keep the other from being asked. What was found stays. */
  async #look(kind: keyof Sources): Promise<void> {
    if (this.#looking.has(kind)) return;
    this.#looking.add(kind);
    try {
      this.#found[kind] = await this.sources[kind]();
      this.#kept = keptThings(this.#found.models, this.#found.images);
    } catch (error) {
      this.#log.debug(
        { event: 'node.kept_unknown', kind, error },
        'what is kept here could not be looked up',
      );
    } finally {
      this.#looking.delete(kind);
    }
  }
}
