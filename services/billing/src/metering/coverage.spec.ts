import { describe, expect, it } from '@jest/globals';
import { asked } from '../rating/endpoint-facts.spec-helper.ts';
import { billOf, planned, published, started, stopped } from '../rating/facts.spec-helper.ts';
import { USUAL_PLAN } from '@tidegate/contracts';

const MS = 1000;
/** A nano-dollar for a microsecond. */
const rate = published({ sku: 'h100-1x', fromUs: 0, price: 3_600_000_000 });
const until = (ms: number) => new Date(ms).toISOString();
const committed = asked({ atUs: 0, minReplicas: 2, committedUntil: until(10) });
const said = (line: { kind: string; sourceId: string; coveredUs: bigint; costNanoUsd: bigint }) =>
  `${line.kind} ${line.sourceId}: covered ${String(line.coveredUs)}, costs ${String(line.costNanoUsd)}`;

describe('a commitment', () => {
  it('costs whether anything runs or not', () =>
    expect(billOf([rate, committed], 20 * MS).map(said)).toEqual([
      'commitment endpt-000000000001: covered 0, costs 20000',
    ]));

  it('pays for the first so many replicas of each moment, by their start', () =>
    expect(
      billOf(
        [
          rate,
          committed,
          started('a', { atUs: 0 }),
          started('b', { atUs: 1 * MS }),
          started('c', { atUs: 2 * MS }),
          stopped('a', { atUs: 4 * MS }),
          stopped('b', { atUs: 20 * MS }),
          stopped('c', { atUs: 20 * MS }),
        ],
        20 * MS,
      ).map(said),
    ).toEqual([
      'usage a: covered 4000, costs 0',
      'usage b: covered 9000, costs 10000',
      // It takes the place of the one that ended, and pays for itself before that and after the commitment.
      'usage c: covered 6000, costs 12000',
      'commitment endpt-000000000001: covered 19000, costs 20000',
    ]));

  it('does not pay for another flavour, nor for what never became ready', () =>
    expect(
      billOf(
        [
          rate,
          committed,
          started('a', { atUs: 0, hardwareId: 'l4-1x' }),
          stopped('a', { atUs: 5 * MS }),
          started('b', { atUs: 0 }),
          stopped('b', { atUs: 5 * MS, neverReady: true }),
        ],
        10 * MS,
      ).map(said),
    ).toEqual([
      'usage a: covered 0, costs 0',
      'usage b: covered 0, costs 0',
      'commitment endpt-000000000001: covered 0, costs 20000',
    ]));

  it('costs what the plan says of the rate', () => {
    const plan = planned({ plan: { ...USUAL_PLAN, committed: 700 }, fromUs: 0 });
    expect(billOf([rate, committed, plan], 20 * MS).map(said)).toEqual([
      'commitment endpt-000000000001: covered 0, costs 14000',
    ]);
  });

  it('is not cut by a revision that changes nothing of it', () =>
    expect(
      billOf(
        [rate, committed, asked({ atUs: 5 * MS, revision: 2, minReplicas: 2, committedUntil: until(10) })],
        20 * MS,
      ),
    ).toHaveLength(1));
});
