import { ANYWHERE, type HardwareShape, type NodeCapacity, type PlacementSpec } from '@tidegate/contracts';
import fc from 'fast-check';
import type { Waiting } from '../waiting/queue.ts';
import type { Demand } from './demand.ts';
import { type Holding, type Node, type Room, emptyRoom } from './room.ts';

export const gpus = (model: string, count: number): NodeCapacity['gpus'] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    model,
    memoryMib: 81_920,
    simulated: true,
    island: null,
  }));

export const capacity = (count: number, model = 'H100'): NodeCapacity => ({
  vcpuMillis: 64_000,
  memoryMib: 512_000,
  diskMib: 1_000_000,
  gpus: gpus(model, count),
});

export const node = (nodeId: string, count = 8, change: Partial<Node> & { model?: string } = {}): Room => {
  const { model = 'H100', ...rest } = change;
  return emptyRoom({
    nodeId,
    hostname: `host-of-${nodeId}`,
    closed: null,
    driver: 'process',
    labels: {},
    taints: [],
    zone: null,
    capacity: capacity(count, model),
    has: [],
    ...rest,
  });
};

export const shape = (gpuCount: number, change: Partial<HardwareShape> = {}): HardwareShape => ({
  id: `h100-${gpuCount}x`,
  gpuModel: gpuCount > 0 ? 'H100' : null,
  gpuCount,
  gpuThousandths: 1000,
  vcpuMillis: 1000,
  memoryMib: 4000,
  ...change,
});

const NEEDS = { model: 'acme/words', framework: 'engine-double', image: null, diskMib: null } as const;

/** Of so many GPUs, or of a shape. */
export const demand = (
  hardware: number | HardwareShape,
  { placement, ...change }: Partial<Omit<Demand, 'placement'>> & { placement?: Partial<PlacementSpec> } = {},
): Demand => ({
  ...NEEDS,
  hardware: typeof hardware === 'number' ? shape(hardware) : hardware,
  ...change,
  placement: { ...ANYWHERE, ...placement },
});

export const holding = (gpuIndices: number[], change: Partial<Holding> = {}): Holding => ({
  ...demand(gpuIndices.length),
  model: 'acme/other',
  gpuIndices,
  ...change,
});

/** One in the line. */
export const waiting = (
  id: string,
  hardware: number | HardwareShape,
  { placement, ...change }: Partial<Omit<Waiting, 'placement'>> & { placement?: Partial<PlacementSpec> } = {},
): Waiting => ({
  ...demand(hardware, placement ? { placement } : {}),
  id,
  endpointId: `endpoint of ${id}`,
  projectId: 'project',
  gang: null,
  ...change,
});

const someRoom = fc
  .record({
    count: fc.integer({ min: 0, max: 8 }),
    model: fc.constantFrom('H100', 'L4'),
    vcpuMillis: fc.integer({ min: 0, max: 16_000 }),
    memoryMib: fc.integer({ min: 0, max: 64_000 }),
    diskMib: fc.integer({ min: 0, max: 1000 }),
    closed: fc.constantFrom(null, null, null, 'is lost'),
    zone: fc.constantFrom(null, 'x', 'y'),
    taints: fc.constantFrom<string[]>([], [], ['spot'], ['odd']),
    driver: fc.constantFrom('process' as const, 'docker' as const),
  })
  .map(({ count, model, vcpuMillis, memoryMib, diskMib, ...rest }) => ({
    ...rest,
    labels: rest.zone === 'x' ? { tier: 'fast' } : {},
    capacity: { vcpuMillis, memoryMib, diskMib, gpus: gpus(model, count) },
  }));

export const someRooms = fc
  .array(someRoom, { minLength: 1, maxLength: 6 })
  .map((all) => all.map((room, n) => node(`node-${String(n)}`, 0, room)));

export const someShape = fc
  .record({
    gpuCount: fc.integer({ min: 0, max: 8 }),
    gpuThousandths: fc.constantFrom(100, 250, 333, 500, 1000),
    gpuModel: fc.constantFrom('H100', 'L4'),
    vcpuMillis: fc.integer({ min: 1, max: 8000 }),
    memoryMib: fc.integer({ min: 1, max: 32_000 }),
    spot: fc.boolean(),
  })
  .map(({ gpuCount, gpuModel, ...rest }) =>
    shape(gpuCount, { ...rest, gpuModel: gpuCount > 0 ? gpuModel : null }),
  );

export const someDemand = fc
  .record({
    hardware: someShape,
    diskMib: fc.constantFrom(null, 100, 600),
    framework: fc.constantFrom('engine-double', 'llama.cpp', 'vllm'),
    zones: fc.constantFrom<string[] | null>(null, null, ['x']),
    nodeLabels: fc.constantFrom<Record<string, string>>({}, {}, { tier: 'fast' }),
    tolerations: fc.constantFrom<string[]>([], ['odd']),
    spread: fc.constantFrom('prefer' as const, 'prefer' as const, 'nodes' as const, 'zones' as const),
    priority: fc.constantFrom(0, 50, 50, 60, 100),
    endpointId: fc.constantFrom('e1', 'e2', 'e3'),
  })
  .map(({ hardware, diskMib, framework, endpointId, ...placement }) =>
    demand(hardware, { diskMib, framework, endpointId, placement }),
  );

export const someQueue = fc
  .array(fc.record({ one: someDemand, projectId: fc.constantFrom('a', 'b') }), { maxLength: 12 })
  .map((all) =>
    all.map(({ one, projectId }, n) => ({
      ...one,
      id: `waits-${String(n)}`,
      endpointId: one.endpointId ?? '',
      projectId,
      gang: null,
      makesOwnRoom: false,
    })),
  );

/** Nothing is given twice, in any dimension. */
export const isWithinCapacity = ({ freeVcpuMillis, freeMemoryMib, freeDiskMib, gpus: left }: Room): boolean =>
  freeVcpuMillis >= 0 &&
  freeMemoryMib >= 0 &&
  freeDiskMib >= 0 &&
  left.every(({ freeThousandths }) => freeThousandths >= 0);
