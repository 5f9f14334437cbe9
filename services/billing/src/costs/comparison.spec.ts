import { describe, expect, it } from '@jest/globals';
import { billOf, published, started, stopped } from '../rating/facts.spec-helper.ts';
import type { Line } from '../rating/line.ts';
import { type Due, Dues } from '../usage/due.ts';
import { Comparing } from './comparison.ts';
import { reportOf } from './verification-report.ts';

const NOW_US = 10_000_000;
const lines = (): Line[] => {
  const second = { endpointId: 'endpt-000000000002', projectId: 'proj-000000000002' };
  return billOf(
    [
      published({ sku: 'h100-1x', fromUs: 0, price: 3_600_000_000 }),
      started('repl-a', { atUs: 1_000_000 }),
      stopped('repl-a', { atUs: 3_000_000 }),
      started('repl-b', { atUs: 2_000_000, ...second }),
    ],
    NOW_US,
  );
};
const compared = (seen: readonly Line[]) => {
  const comparing = new Comparing(lines());
  for (const line of seen) comparing.see(line);
  return comparing.result();
};

describe('the log and a read model', () => {
  it('agree when every line is the same', () => {
    const { agrees, projects } = compared(lines().reverse());
    expect(agrees).toBe(true);
    expect(projects).toMatchObject([
      { projectId: 'proj-000000000001', differing: 0, log: { costNanoUsd: 2_000_000n } },
      { projectId: 'proj-000000000002', differing: 0, log: { costNanoUsd: 8_000_000n } },
    ]);
  });

  it.each([
    ['lacks a line', (all: Line[]) => all.slice(1)],
    ['has a line too many', (all: Line[]) => [...all, { ...all[0]!, fromUs: 5 }]],
    ['has a line twice', (all: Line[]) => [...all, all[0]!]],
    [
      'is off by a microsecond',
      ([first, ...rest]: Line[]) => [{ ...first!, heldUs: first!.heldUs + 1n }, ...rest],
    ],
    ['bills what is free', ([first, ...rest]: Line[]) => [{ ...first!, billed: false }, ...rest]],
    [
      'has a line of another project',
      ([first, ...rest]: Line[]) => [{ ...first!, projectId: 'proj-x' }, ...rest],
    ],
  ])('do not agree when it %s', (_, change) => {
    const comparison = compared(change(lines()));
    expect(comparison.agrees).toBe(false);
    expect(comparison.examples).toHaveLength(1);
  });
});

describe('the sums', () => {
  const dues = () => new Dues().addLines(lines()).all();
  const sums = (ofReadModel: Due[]) => {
    const comparing = new Comparing([]);
    comparing.seeDues(dues(), ofReadModel);
    return comparing.result();
  };

  it('agree when they are the same in any order', () => expect(sums(dues().reverse()).agrees).toBe(true));

  it.each([
    ['lack one', ([, ...rest]: Due[]) => rest],
    ['are off by one', ([first, ...rest]: Due[]) => [{ ...first!, costNanoUsd: 1n }, ...rest]],
    ['are for another month', ([first, ...rest]: Due[]) => [{ ...first!, period: '2031-02' }, ...rest]],
  ])('do not agree when they %s', (_, change) => expect(sums(change(dues())).agrees).toBe(false));
});

describe('the report', () => {
  it('gives each project’s totals', () =>
    expect(reportOf({ ...compared(lines()), position: 4, asOfUs: NOW_US })).toBe(
      `The log up to position 4, as of 1970-01-01T00:00:10.000Z:
  proj-000000000001  2000000 GPU-µs, 2000000 vCPU-µs, 2000000 nano-USD
  proj-000000000002  8000000 GPU-µs, 8000000 vCPU-µs, 8000000 nano-USD
The read model agrees to the microsecond.
`,
    ));

  it('says what differs', () =>
    expect(reportOf({ ...compared(lines().slice(1)), position: 4, asOfUs: NOW_US })).toBe(
      `The log up to position 4, as of 1970-01-01T00:00:10.000Z:
  proj-000000000001  2000000 GPU-µs, 2000000 vCPU-µs, 2000000 nano-USD
    DIFFERS in 1 line(s); the read model says 0 GPU-µs, 0 vCPU-µs, 0 nano-USD
  proj-000000000002  8000000 GPU-µs, 8000000 vCPU-µs, 8000000 nano-USD
    endpt-000000000001 repl-a h100-1x@1000000: the log says 2000000 µs of h100-1x for 2000000 nano-USD; the read model nothing
The read model does NOT agree with the log.
`,
    ));
});
