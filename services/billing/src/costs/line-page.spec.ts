import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Line } from '../rating/line.ts';
import { pageOf, placeOf } from './line-page.ts';

const line = (replica: number, fromUs: number, open = false): Line => ({
  replicaId: `repl-${replica.toString(16).padStart(12, '0')}`,
  endpointId: 'endpt-000000000001',
  projectId: 'proj-000000000001',
  revision: 1,
  hardwareId: 'cpu-1x',
  simulated: false,
  fromUs,
  toUs: fromUs + 1,
  open,
  priceNanoUsdPerHour: 1n,
  heldUs: 1n,
  gpuThousandthsUs: 0n,
  vcpuMillisUs: 1n,
  costNanoUsd: 0n,
  billed: true,
});

/** What the store gives: the newest `limit` + 1 ended lines after a place. */
const fetched = (
  ended: readonly Line[],
  after: { fromUs: number; replicaId: string },
  limit: number,
): Line[] =>
  ended
    .filter(
      ({ fromUs, replicaId }) =>
        fromUs < after.fromUs || (fromUs === after.fromUs && replicaId < after.replicaId),
    )
    .sort((a, b) => b.fromUs - a.fromUs || (a.replicaId < b.replicaId ? 1 : -1))
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
