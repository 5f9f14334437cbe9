import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Line } from '../rating/line.ts';
import { NO_PHASES } from '../rating/replica-lines.ts';
import { pageOf, placeOf } from './line-page.ts';

const line = (replica: number, fromUs: number, open = false): Line => {
  const replicaId = `repl-${replica.toString(16).padStart(12, '0')}`;
  return {
    kind: 'usage',
    sourceId: replicaId,
    replicaId,
    endpointId: 'endpt-000000000001',
    projectId: 'proj-000000000001',
    revision: 1,
    sku: 'cpu-1x',
    simulated: false,
    period: '1970-01',
    fromUs,
    toUs: fromUs + 1,
    open,
    priceNanoUsdPerHour: 1n,
    unit1024ths: 1024n,
    heldUs: 1n,
    phaseUs: NO_PHASES,
    coveredUs: 0n,
    weightedUsThousandths: 1000n,
    gpuThousandthsUs: 0n,
    vcpuMillisUs: 1n,
    costNanoUsd: 0n,
    burnWeight: 0n,
    billed: true,
  };
};

/** What the store gives: the newest `limit` + 1 ended lines after a place. */
const fetched = (
  ended: readonly Line[],
  after: { fromUs: number; sourceId: string },
  limit: number,
): Line[] =>
  ended
    .filter(
      ({ fromUs, sourceId }) =>
        fromUs < after.fromUs || (fromUs === after.fromUs && sourceId < after.sourceId),
    )
    .sort((a, b) => b.fromUs - a.fromUs || (a.sourceId < b.sourceId ? 1 : -1))
    .slice(0, limit + 1);

describe('a list of lines by pages', () => {
  it('shows every line once, newest first, whatever the size of a page', () => {
    const lines = fc.uniqueArray(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 5 }), fc.boolean()), {
      selector: ([replica, fromUs]) => `${String(replica)}@${String(fromUs)}`,
      maxLength: 40,
    });
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 7 }), (specs, limit) => {
        const all = specs.map(([replica, fromUs, open]) => line(replica, fromUs, open));
        const [open, ended] = [all.filter((each) => each.open), all.filter((each) => !each.open)];
        const seen: Line[] = [];
        let cursor: string | null = null;
        do {
          const after = placeOf(cursor);
          const page = pageOf(open, fetched(ended, after, limit), { after, limit });
          expect(page.lines.length).toBeLessThanOrEqual(limit);
          seen.push(...page.lines);
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(fetched(all, placeOf(null), all.length));
      }),
    );
  });

  it('refuses a cursor that it did not give', () =>
    expect(() => placeOf('12.nonsense')).toThrow(expect.objectContaining({ code: 'request.invalid' })));
});
