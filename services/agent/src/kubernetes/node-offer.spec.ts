import { describe, expect, it } from '@jest/globals';
import { NodeCapacity, NodeId, NodeTraits } from '@tidegate/contracts';
import fc from 'fast-check';
import { NO_CLAIM } from './claims.ts';
import { readyNode } from './cluster.spec-helper.ts';
import { gpuProductOf } from './gpu-product.ts';
import { isReady, nodeIdOf, nodeOffer, toleratedTaints } from './node-offer.ts';

const GIB = 2 ** 30;
const A10G = { 'nvidia.com/gpu.product': 'NVIDIA-A10G', 'nvidia.com/gpu.memory': '23028' };

describe('a GPU product', () => {
  it.each([
    ['NVIDIA-A10G', 'a10g'],
    ['Tesla-T4', 't4'],
    ['NVIDIA-A100-SXM4-80GB', 'a100-80'],
    ['NVIDIA-A100-SXM4-40GB', 'a100-40'],
    ['NVIDIA-H100-80GB-HBM3', 'h100'],
    ['NVIDIA-GeForce-RTX-4090', 'rtx4090'],
    ['NVIDIA-L40S', 'l40s'],
    ['Tesla-V100-SXM2-16GB', 'v100'],
  ])('%s is %s', (product, model) =>
    expect(gpuProductOf({ 'nvidia.com/gpu.product': product })?.model).toBe(model),
  );

  it('that the catalogue does not know goes by its label', () => {
    expect(gpuProductOf({ 'nvidia.com/gpu.product': 'Quadro-P400' })).toEqual({
      model: 'Quadro-P400',
      memoryMib: 0,
    });
    expect(gpuProductOf({})?.model).toBe('unknown');
  });

  it('that is a slice is not taken for the whole', () => {
    expect(gpuProductOf({ 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-40GB-MIG-1g.5gb' })?.model).not.toBe(
      'a100-40',
    );
  });

  it.each([
    { 'nvidia.com/gpu.product': 'NVIDIA-A10G-SHARED' },
    { ...A10G, 'nvidia.com/gpu.replicas': '4' },
    { ...A10G, 'nvidia.com/gpu.sharing-strategy': 'time-slicing' },
  ])('that several pods have at once is none: %j', (labels) => expect(gpuProductOf(labels)).toBeNull());
});

describe('a node of a cluster', () => {
  const node = readyNode({
    allocatable: { cpu: '7910m', memory: '32Gi', 'ephemeral-storage': '100Gi', 'nvidia.com/gpu': '4' },
    labels: { ...A10G, 'topology.kubernetes.io/zone': 'zone-a' },
    taints: [
      { key: 'dedicated', value: 'batch', effect: 'NoSchedule' },
      { key: 'spot', effect: 'NoExecute' },
      { key: 'soft', effect: 'PreferNoSchedule' },
      { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
    ],
  });

  it('offers what is left beside the pods of others', () => {
    const { capacity } = nodeOffer(node, { vcpus: 0.85, memoryBytes: 2 * GIB, diskBytes: 10 * GIB, gpus: 1 });
    expect(capacity).toMatchObject({ vcpuMillis: 7000, memoryMib: 30 * 1024, diskMib: 90 * 1024 });
    expect(capacity.gpus.map(({ index, model, memoryMib }) => [index, model, memoryMib])).toEqual([
      [0, 'a10g', 23_028],
      [1, 'a10g', 23_028],
      [2, 'a10g', 23_028],
    ]);
  });

  it('has the traits that the cluster says it has', () => {
    const { zone, taints, labels, address, hostname, has } = nodeOffer(node, NO_CLAIM);
    expect({ zone, address, hostname }).toEqual({
      zone: 'zone-a',
      address: '10.0.0.7',
      hostname: 'gpu-node-1',
    });
    expect(taints).toEqual(['dedicated=batch', 'spot']);
    expect(labels).toMatchObject(A10G);
    expect(has).toEqual(expect.arrayContaining(['image:redis:7', 'image:vllm/vllm-openai:v1']));
  });

  it('that was cordoned there is closed here', () => {
    const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }];
    const cordoned = readyNode({ unschedulable: true, taints });
    expect(nodeOffer(cordoned, NO_CLAIM).taints).toEqual(['node.kubernetes.io/unschedulable']);
    expect(nodeOffer(readyNode({ unschedulable: true }), NO_CLAIM).taints).toHaveLength(1);
    expect(toleratedTaints(cordoned)).toEqual([]);
  });

  it('is well only while its kubelet says so', () => {
    expect([isReady(node), isReady(readyNode({ isReady: false }))]).toEqual([true, false]);
  });

  it('keeps its id, which is its own', () => {
    expect(nodeIdOf(node)).toBe(nodeIdOf(readyNode({})));
    expect(nodeIdOf(node)).not.toBe(nodeIdOf(readyNode({ name: 'other' })));
    expect(NodeId.safeParse(nodeIdOf(node)).success).toBe(true);
  });

  it('is told as the control plane understands it, and never offers more than there is, whatever others hold', () => {
    const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
    const claim = fc.record({ vcpus: amount, memoryBytes: amount, diskBytes: amount, gpus: fc.nat(9) });
    fc.assert(
      fc.property(claim, (others) => {
        const { capacity, driver, labels, taints, zone } = nodeOffer(node, others);
        NodeCapacity.parse(capacity);
        NodeTraits.parse({ driver, labels, taints, zone });
        expect(capacity.vcpuMillis).toBeLessThanOrEqual(Math.max(0, 7910 - others.vcpus * 1000) + 0.01);
        expect(capacity.gpus.length).toBe(Math.max(0, 4 - others.gpus));
      }),
    );
  });
});
