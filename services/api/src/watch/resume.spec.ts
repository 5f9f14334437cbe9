import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChangeRing } from './change-ring.ts';
import { MOST_RESUMED, nextLook, resumedFrom } from './resume.ts';

type Change = Readonly<{ position: number; project: string }>;
type Step =
  | Readonly<{ do: 'append'; projects: readonly (string | null)[] }>
  | Readonly<{ do: 'follow'; count: number }>
  | Readonly<{ do: 'look'; batch: number }>
  | Readonly<{ do: 'drop'; told: number }>
  | Readonly<{ do: 'restart'; behind: number }>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      // Null: an event that no watch tells.
      projects: fc.array(fc.constantFrom('mine', 'theirs', 'others', null), { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('follow' as const), count: fc.integer({ min: 1, max: 15 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('look' as const), batch: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), told: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), behind: fc.nat({ max: 20 }) }) },
);

/** A log, a process that follows it, and a client that watches one project and now and then loses its connection. */
class World {
  readonly #log: (Change | null)[] = [];
  #ring: ChangeRing<Change>;
  #followed = 0;
  #cursor = 0;
  /** The client's: what it was told, and the last id it saw. */
  readonly #seen: number[] = [];
  #lastId = 0;

  constructor(private readonly capacity: number) {
    this.#ring = new ChangeRing(capacity);
  }

  take(step: Step): void {
    switch (step.do) {
      case 'append':
        for (const project of step.projects)
          this.#log.push(project === null ? null : { position: this.#log.length + 1, project });
        return;
      case 'follow':
        this.#follow(step.count);
        return;
      case 'look':
        this.look(step.batch);
        return;
      case 'drop':
        this.look(4, step.told);
        this.#cursor = this.#lastId;
        return;
      case 'restart':
        // Another process, or this one again: it may know less of the log than the client.
        this.#ring = new ChangeRing(this.capacity);
        this.#followed = Math.max(0, this.#followed - step.behind);
        this.#cursor = this.#lastId;
    }
  }

  #follow(count: number): void {
    for (const end = Math.min(this.#log.length, this.#followed + count); this.#followed < end;) {
      const event = this.#log[this.#followed++];
      if (event) this.#ring.push(event);
    }
  }

  /** @param told so many of the changes arrive before the connection breaks */
  look(batch: number, told = Number.POSITIVE_INFINITY): void {
    const place = { cursor: this.#cursor, followed: this.#followed };
    const isMine = ({ project }: Change): boolean => project === 'mine';
    const found =
      nextLook(this.#ring, place) === 'ring'
        ? this.#ring.after(this.#cursor, isMine, batch)
        : resumedFrom(
            this.#log
              .slice(0, this.#followed)
              .toReversed()
              .filter((event) => event !== null),
            place,
            isMine,
          );
    for (const change of found!.changes.slice(0, told)) {
      expect(change.project).toBe('mine');
      this.#seen.push(change.position);
      this.#lastId = change.position;
    }
    this.#cursor = Math.max(this.#cursor, found!.upTo);
  }

  end(): void {
    this.#follow(Number.POSITIVE_INFINITY);
    for (let looks = 0; looks <= this.#log.length; looks++) this.look(3);
    const mine = this.#log.filter((event) => event?.project === 'mine').map((event) => event!.position);
    expect(this.#seen).toEqual(mine);
  }
}

describe('a project that is watched', () => {
  it('tells each of its changes once, in order, and none of another’s, however the client comes and goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const world = new World(capacity);
        for (const one of steps) world.take(one);
        world.end();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a watcher that comes back', () => {
  const changes = (count: number) => Array.from({ length: count }, (_, i) => ({ position: count - i }));
  const all = (): boolean => true;

  it('gets what the store has, oldest first', () => {
    const found = resumedFrom(changes(5), { cursor: 2, followed: 4 }, all);
    expect(found).toEqual({ changes: [{ position: 3 }, { position: 4 }], upTo: 4 });
  });

  it('begins again when it missed too much, of whatever kind', () => {
    const place = { cursor: 0, followed: MOST_RESUMED + 1 };
    expect(resumedFrom(changes(MOST_RESUMED + 1), place, () => false)).toBeNull();
    expect(resumedFrom(changes(MOST_RESUMED + 1), { ...place, cursor: 1 }, all)?.changes).toHaveLength(
      MOST_RESUMED,
    );
  });

  it('is not sent to the store when it has seen more than this process', () => {
    expect(nextLook({ floor: null }, { cursor: 9, followed: 7 })).toBe('ring');
    expect(nextLook({ floor: null }, { cursor: 6, followed: 7 })).toBe('store');
    expect(nextLook({ floor: 6 }, { cursor: 6, followed: 7 })).toBe('ring');
  });
});

describe('a ring of changes', () => {
  it('passes over what it has had', () => {
    const ring = new ChangeRing<{ position: number }>(3);
    for (const position of [5, 6, 6, 4, 8]) ring.push({ position });
    expect(ring.after(4, () => true, 9)).toEqual({
      changes: [{ position: 5 }, { position: 6 }, { position: 8 }],
      upTo: 8,
    });
    expect([ring.floor, ring.newest]).toEqual([4, 8]);
    ring.push({ position: 9 });
    expect(ring.floor).toBe(5);
  });
});
