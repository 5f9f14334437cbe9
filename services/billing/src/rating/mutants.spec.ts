import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LAWS, type Metering } from './laws.spec-helper.ts';

/** One fault: a text of the source, and what stands there instead. */
type Mutant = Readonly<{ what: string; file: string; from: string; to: string }>;

const MUTANTS: readonly Mutant[] = [
  {
    what: 'takes the earlier of two starts',
    file: 'metering/holding.ts',
    from: 'if (!a || b.atUs > a.atUs) return b;',
    to: 'if (!a || b.atUs < a.atUs) return b;',
  },
  {
    what: 'takes the later of two stops',
    file: 'metering/holding.ts',
    from: 'b.atUs < a.atUs || (b.atUs === a.atUs',
    to: 'b.atUs > a.atUs || (b.atUs === a.atUs',
  },
  {
    what: 'forgets that a start failed',
    file: 'metering/holding.ts',
    from: 'neverReady: a.neverReady || b.neverReady',
    to: 'neverReady: b.neverReady',
  },
  {
    what: 'keeps what happens in the order of its arrival',
    file: 'metering/holding.ts',
    from: 'return [...turns, turn].sort((a, b) => (comesBefore(a, b) ? -1 : 1));',
    to: 'return [...turns, turn];',
  },
  {
    what: 'lets a drain outlast a sleep',
    file: 'metering/phases.ts',
    from: 'slept: () => ({ isLoaded: false, isDraining: false, isAsleep: true })',
    to: 'slept: (state) => ({ ...state, isLoaded: false, isAsleep: true })',
  },
  {
    what: 'bills pulling as loading',
    file: 'metering/phases.ts',
    from: "add(holding.fromUs, startUs, 'pulling');",
    to: "add(holding.fromUs, startUs, 'loading');",
  },
  {
    what: 'does not see that an endpoint is idle',
    file: 'metering/phases.ts',
    from: 'if (span.fromUs >= toUs) break;',
    to: 'break;',
  },
  {
    what: 'covers one replica more than is committed',
    file: 'metering/coverage.ts',
    from: 'first.slice(0, commitment.replicas)',
    to: 'first.slice(0, commitment.replicas + 1)',
  },
  {
    what: 'covers the last that started instead of the first',
    file: 'metering/coverage.ts',
    from: 'startOf(a) - startOf(b)',
    to: 'startOf(b) - startOf(a)',
  },
  {
    what: 'bills a commitment beyond its end',
    file: 'metering/endpoint.ts',
    from: 'Math.min(toUs, committedUntilUs ?? fromUs)',
    to: 'committedUntilUs === null ? fromUs : toUs',
  },
  {
    what: 'bills what a commitment covers once more',
    file: 'rating/replica-lines.ts',
    from: '(toUs - fromUs - paidUs) * weight',
    to: '(toUs - fromUs) * weight',
  },
  {
    what: 'bills a failed start like any other',
    file: 'rating/replica-lines.ts',
    from: 'hasFailed(holding) ? Math.floor((weight * failedStart) / 1000) : weight',
    to: 'hasFailed(holding) ? weight : weight + 0 * failedStart',
  },
  {
    what: 'counts GPUs from the placement on',
    file: 'rating/replica-lines.ts',
    from: 'holding.start?.atUs ?? Infinity)',
    to: 'holding.fromUs)',
  },
  {
    what: 'does not split at a rate',
    file: 'rating/card.ts',
    from: '[...prices, ...planned]',
    to: '[...planned]',
  },
  {
    what: 'does not split at a plan',
    file: 'rating/card.ts',
    from: '[...prices, ...planned]',
    to: '[...prices]',
  },
  {
    what: 'rounds down',
    file: 'rating/half-even.ts',
    from: 'return roundsUp ? whole + 1n : whole;',
    to: 'return whole;',
  },
  {
    what: 'rounds a half up',
    file: 'rating/half-even.ts',
    from: 'twiceRest === denominator && whole % 2n === 1n',
    to: 'twiceRest === denominator',
  },
  {
    what: 'adds what it rated before once more',
    file: 'rating/endpoint-facts.ts',
    from: 'if (line.billed) sums.add(line, -1);',
    to: 'if (line.billed) sums.add(line);',
  },
  {
    what: 'does not rate again when its endpoint was idle',
    file: 'rating/endpoint-facts.ts',
    from: 'traces.stop.atUs > atUs',
    to: 'traces.stop.atUs < atUs',
  },
  {
    what: 'takes everybody’s plan before a project’s own',
    file: 'plans/plan-card.ts',
    from: 'fromUs < first.fromUs), ...own]',
    to: 'fromUs < first.fromUs)]',
  },
];

const SOURCE = join(import.meta.dirname, '..');
/** Kept out of Git, and where packages of this repository are found. */
const WORKSHOP = join(SOURCE, '..', '.cache');
const RUNS = { numRuns: 60, endOnFailure: true };

/** @returns the first law that it breaks; null: it lives */
const killedBy = (metering: Metering): string | null => {
  for (const [name, law] of Object.entries(LAWS))
    try {
      law(metering, RUNS);
    } catch {
      return name;
    }
  return null;
};

describe('metering that was spoiled on purpose', () => {
  let folder: string;
  beforeAll(async () => {
    await mkdir(WORKSHOP, { recursive: true });
    folder = await mkdtemp(join(WORKSHOP, 'mutants-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The same sources at another place, with one text replaced. */
  const spoiled = async (name: string, { file, from, to }: Omit<Mutant, 'what'>): Promise<Metering> => {
    const place = join(folder, name);
    for (const slice of ['metering', 'rating', 'rates', 'plans', 'periods', 'usage'])
      await cp(join(SOURCE, slice), join(place, slice), {
        recursive: true,
        filter: (path) => !/\.(spec|spec-helper|store|consumer|controller|module|loop)\.ts$/.test(path),
      });
    const text = await readFile(join(place, file), 'utf8');
    expect(text.split(from)).toHaveLength(2);
    await writeFile(join(place, file), text.replace(from, to));
    return (await import(join(place, 'rating', 'bill.ts'))) as Metering;
  };

  it('is not told from the real one where nothing was changed', async () => {
    const same = { file: 'rating/half-even.ts', from: 'whole + 1n', to: 'whole + 1n' };
    expect(killedBy(await spoiled('same', same))).toBeNull();
  });

  it.each(MUTANTS.map((mutant, n) => ({ ...mutant, n })))(
    'is found out: it $what',
    async ({ n, ...mutant }) => {
      expect(killedBy(await spoiled(String(n), mutant))).not.toBeNull();
    },
  );
});
