import { describe, expect, it } from '@jest/globals';
import { DesiredReplica } from '@tidegate/contracts';
import { endpointSpec } from '@tidegate/testing';
import { type DesiredRow, LAUNCH_ONLY, desiredOf } from './desired.ts';

const idOf = (n: number): string => `repl-${String(n).padStart(12, '0')}`;
const row = (n: number, environment: Record<string, string> = {}): DesiredRow => ({
  replicaId: idOf(n),
  endpointId: 'endpt-00000000000a',
  projectId: 'proj-00000000000a',
  revision: 1,
  gpuIndices: [],
  spec: endpointSpec({ environment, engineArguments: { slots: 2 }, healthPath: '/ping' }),
});
/** As it is read of one that runs. */
const running = (n: number): DesiredRow => {
  const { spec, ...rest } = row(n, { A: 'a' });
  const kept = Object.entries(spec).filter(([field]) => !LAUNCH_ONLY.some((name) => name === field));
  return { ...rest, spec: Object.fromEntries(kept) as DesiredRow['spec'] };
};
const long = (kilobytes: number) => ({ LONG: 'é'.repeat(kilobytes * 500) });
const tell = (rows: readonly DesiredRow[], ids: readonly string[] = [], isComplete = true) => {
  const { desired, tooLarge } = desiredOf(rows, { running: new Set(ids), isComplete });
  return { ids: desired.map(({ replicaId }) => replicaId), desired, tooLarge };
};

describe('what a node is told to run', () => {
  it('is all that a launch needs, and nothing else of the configuration', () => {
    const [told] = tell([row(1, { A: 'a' })]).desired;
    expect(told).toMatchObject({
      environment: { A: 'a' },
      engineArguments: { slots: 2 },
      healthPath: '/ping',
    });
    expect(DesiredReplica.strict().parse(told)).toEqual(told);
  });
  it('lists what runs without what only a launch needs', () => {
    const [told] = tell([running(1)], [idOf(1)]).desired;
    expect(DesiredReplica.parse(told)).toMatchObject({ environment: {}, engineArguments: {}, secrets: {} });
  });
});

describe('more than one answer holds', () => {
  it('comes in pages, the oldest first', () => {
    const rows = [row(1, long(300)), row(2, long(300)), row(3, long(300)), row(4)];
    expect(tell(rows).ids).toEqual([1, 2, 4].map(idOf));
    const next = [running(1), running(2), row(3, long(300)), running(4)];
    expect(tell(next, [1, 2, 4].map(idOf)).ids).toEqual([1, 2, 3, 4].map(idOf));
  });
  it('leaves out nothing that runs, or that may run', () => {
    const rows = [row(1, long(600)), row(2, long(600))];
    expect(tell(rows, [1, 2].map(idOf)).ids).toEqual([1, 2].map(idOf));
    expect(tell(rows, [], false).ids).toEqual([1, 2].map(idOf));
  });
  it('names what alone is too large', () => {
    expect(tell([row(1, long(900)), row(2)])).toMatchObject({ ids: [idOf(2)], tooLarge: [idOf(1)] });
  });
});
