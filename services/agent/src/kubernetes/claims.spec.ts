import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimOf, holdsItsNode } from './claims.ts';
import { podOn } from './cluster.spec-helper.ts';

const GIB = 2 ** 30;

describe('what a pod holds of its node', () => {
  it('is the sum of its containers', () => {
    const pod = podOn('n', [
      { cpu: '500m', memory: '1Gi', 'nvidia.com/gpu': '2' },
      { cpu: '1', 'ephemeral-storage': '3Gi' },
    ]);
    expect(claimOf(pod)).toEqual({ vcpus: 1.5, memoryBytes: GIB, diskBytes: 3 * GIB, gpus: 2 });
  });

  it('is what a container before them needs, if that is more', () => {
    const initContainers = [
      { resources: { requests: { cpu: '4' } } },
      { resources: { requests: { memory: '1Gi' } }, restartPolicy: 'Always' },
    ];
    const claim = claimOf(podOn('n', [{ cpu: '1', memory: '2Gi' }], { initContainers }));
    expect(claim).toMatchObject({ vcpus: 4, memoryBytes: 3 * GIB });
  });

  it('has what its sandbox needs on top', () => {
    expect(claimOf(podOn('n', [{ cpu: '1' }], { overhead: { cpu: '250m' } })).vcpus).toBe(1.25);
  });

  it('is nothing before it has a node, and once it has ended', () => {
    expect(holdsItsNode(podOn(undefined, [{}], { phase: 'Pending' }))).toBe(false);
    expect(holdsItsNode(podOn('n', [{}], { phase: 'Failed' }))).toBe(false);
    expect(holdsItsNode(podOn('n', [{}], { phase: 'Pending' }))).toBe(true);
  });

  it('is never less than any of its containers asks for', () => {
    const cpus = fc.array(fc.integer({ min: 0, max: 64_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(cpus, cpus, (main, init) => {
        const requests = (millis: number) => ({ cpu: `${String(millis)}m` });
        const initContainers = init.map((millis) => ({ resources: { requests: requests(millis) } }));
        const { vcpus } = claimOf(podOn('n', main.map(requests), { initContainers }));
        const sum = main.reduce((a, b) => a + b, 0);
        expect(vcpus * 1000).toBeCloseTo(Math.max(sum, ...init, 0), 3);
      }),
    );
  });
});
