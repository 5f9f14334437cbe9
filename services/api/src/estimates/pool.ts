import type { EndpointSpec, HardwareShape, NodeView } from '@tidegate/contracts';

/** Something that is no problem, and that its owner should know. */
export type Warning = Readonly<{ pointer: string; message: string }>;

/** How many replicas on this hardware the pool could hold if nothing else were on it. */
export const roomFor = (nodes: readonly NodeView[], hardware: HardwareShape): number =>
  nodes.reduce((sum, node) => sum + roomOn(node, hardware), 0);

const roomOn = (
  { capacity }: NodeView,
  { gpuModel, gpuCount, gpuThousandths, ...rest }: HardwareShape,
): number => {
  const gpus = capacity.gpus.filter(({ model }) => model === gpuModel).length;
  const byGpu = gpuCount === 0 ? Infinity : sharesOf(gpus, gpuCount, gpuThousandths);
  return Math.floor(
    Math.min(byGpu, capacity.vcpuMillis / rest.vcpuMillis, capacity.memoryMib / rest.memoryMib),
  );
};

/** Whole GPUs are given whole; of a GPU that is shared as many shares as fit. */
const sharesOf = (gpus: number, count: number, thousandths: number): number =>
  Math.floor(gpus / count) * Math.floor(1000 / thousandths);

/** A pool that cannot hold what an endpoint may grow to: it is accepted, and its owner told. */
export const poolWarnings = (nodes: readonly NodeView[], spec: EndpointSpec): Warning[] => {
  const { cluster, hardware, scaling } = spec;
  const most = scaling.mode === 'manual' ? scaling.minReplicas : scaling.maxReplicas;
  const pool = nodes.filter((node) => node.cluster === cluster && node.state !== 'lost');
  const room = roomFor(pool, hardware);
  if (pool.length === 0)
    return [
      {
        pointer: '/cluster',
        message: `the cluster ${cluster} has no node now: its replicas wait until one joins`,
      },
    ];
  if (room === 0)
    return [
      {
        pointer: '/hardware',
        message: `no node of ${cluster} has ${hardware.id}: its replicas wait until one joins; or choose other hardware`,
      },
    ];
  if (room >= most) return [];
  const pointer = scaling.mode === 'manual' ? '/scaling/minReplicas' : '/scaling/maxReplicas';
  return [
    {
      pointer,
      message: `${cluster} holds at most ${room} on ${hardware.id}, if it holds nothing else: more than that wait until room appears`,
    },
  ];
};
