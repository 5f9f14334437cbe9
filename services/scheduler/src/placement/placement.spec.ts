import { describe, expect, it } from '@jest/globals';
import type { HardwareShape } from '@tidegate/contracts';
import fc from 'fast-check';
import { Picture, place } from './placement.ts';
import { choosePlaces, inTurn } from './queue.ts';
import { emptyRoom, type Holding, type Room, roomLeft, take, thousandthsEach } from './room.ts';

const gpus = (model: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, model, memoryMib: 81_920, simulated: true }));

const node = (id: string, model = 'H100', count = 8, state = 'ready'): Room =>
  emptyRoom(id, state, {
    vcpuMillis: 64_000,
    memoryMib: 512_000,
    diskMib: 1_000_000,
    gpus: gpus(model, count),
  });

const shape = (gpuCount: number, change: Partial<HardwareShape> = {}): HardwareShape => ({
  id: `h100-${gpuCount}x`,
  gpuModel: gpuCount > 0 ? 'H100' : null,
  gpuCount,
  gpuThousandths: 1000,
  vcpuMillis: 1000,
  memoryMib: 4000,
  ...change,
});
const demand = (gpuCount: number, change: Partial<HardwareShape> = {}) => ({
  hardware: shape(gpuCount, change),
  model: 'acme/words',
});
const holding = (gpuIndices: number[], gpuThousandths = 1000): Holding => ({
  hardware: shape(gpuIndices.length, { gpuThousandths }),
  gpuIndices,
  model: 'acme/other',
});

describe('a replica that needs GPUs', () => {
  it('goes to the fullest node that fits, so that a whole node stays free', () => {
    const rooms = [
      node('node-a'),
      take(node('node-b'), holding([0, 1, 2])),
      take(node('node-c'), holding([0])),
    ];
    const past = [1, 2, 4, 8, 8].map((count) => shape(count));
    expect(place(demand(4), rooms, past).place).toEqual({ nodeId: 'node-b', gpuIndices: [3, 4, 5, 6] });
  });
  it('passes over nodes with another model, too little room, or another state', () => {
    const rooms = [
      node('node-a', 'L4'),
      take(node('node-b'), holding([0, 1, 2, 3, 4])),
      node('node-c', 'H100', 8, 'lost'),
    ];
    const { place: none, explanation } = place(demand(4), rooms);
    expect(none).toBeNull();
    expect(explanation).toEqual([
      { nodeId: 'node-a', score: null, reason: 'has no H100' },
      { nodeId: 'node-b', score: null, reason: '3 of its 8 H100 have room, 4 are needed' },
      { nodeId: 'node-c', score: null, reason: 'is lost' },
    ]);
  });
  it('shares the fullest GPU that has room for its share', () => {
    const room = roomLeft(node('node-a'), [holding([0], 700), holding([1], 400)]);
    expect(place(demand(1, { gpuThousandths: 500 }), [room]).place?.gpuIndices).toEqual([1]);
  });
  it('never gets shares of several GPUs', () => {
    const room = roomLeft(node('node-a', 'H100', 2), [holding([0], 200)]);
    expect(place(demand(2, { gpuThousandths: 500 }), [room]).place).toBeNull();
  });
});

describe('a replica that needs no GPU', () => {
  it('leaves GPU nodes to those who need them, while another fits', () => {
    const rooms = [take(node('node-a'), holding([0, 1])), node('node-b', 'none', 0)];
    expect(place(demand(0), rooms).place?.nodeId).toBe('node-b');
    expect(place(demand(0), rooms.slice(0, 1)).place?.nodeId).toBe('node-a');
  });
  it('says what is missing', () => {
    const rooms = [node('node-a')];
    expect(place(demand(0, { vcpuMillis: 64_001 }), rooms).explanation[0]?.reason).toBe(
      'has 64 vCPU free, 64.001 are needed',
    );
    expect(place(demand(0, { memoryMib: 512_001 }), rooms).explanation[0]?.reason).toBe(
      'has 512000 MiB of memory free, 512001 are needed',
    );
  });
});

describe('two nodes that are alike but for the weights on one', () => {
  it('differ: the replica goes where its weights are', () => {
    const warm = { ...node('node-b'), models: new Set(['acme/words']) };
    expect(place(demand(1), [node('node-a'), warm]).place?.nodeId).toBe('node-b');
    expect(place(demand(1), [node('node-a'), node('node-b')]).place?.nodeId).toBe('node-a');
  });
});

describe('a replica that fits nowhere', () => {
  it('waits with a reason', () => {
    expect(new Picture([]).whyNowhere(demand(1))).toBe('Waits for room: the cluster has no node.');
    const rooms = [node('node-a'), node('node-b'), node('node-c', 'L4')];
    expect(new Picture(rooms).whyNowhere(demand(16))).toBe(
      'Waits for room: 2 nodes: has 8 H100, 16 are needed; 1 node: has no H100.',
    );
  });
  it('lets those behind it go first', () => {
    const { chosen, waiting } = choosePlaces([demand(16), demand(8), demand(1)], [node('node-a')]);
    expect(chosen.map(({ replica }) => replica.hardware.gpuCount)).toEqual([8]);
    expect(waiting.map(({ replica }) => replica.hardware.gpuCount)).toEqual([16, 1]);
  });
});

describe('replicas that wait', () => {
  const one = (id: string, projectId: string, isExpected = false) => ({
    id,
    projectId,
    isExpected,
    ...demand(1),
  });

  it('take turns by project, but for one for whom a place is being made', () => {
    const line = [one('a1', 'a'), one('a2', 'a'), one('b1', 'b'), one('a3', 'a', true)];
    expect(inTurn(line, new Map()).map(({ id }) => id)).toEqual(['a3', 'b1', 'a1', 'a2']);
  });
});

describe('siblings', () => {
  it('keep apart where it costs nothing', () => {
    const rooms = [
      take(node('node-a'), { ...holding([0]), endpointId: 'me' }),
      take(node('node-b'), holding([0])),
    ];
    expect(place({ ...demand(1), endpointId: 'me' }, rooms).place?.nodeId).toBe('node-b');
  });
});

const anyRoom = fc
  .record({
    count: fc.integer({ min: 0, max: 8 }),
    model: fc.constantFrom('H100', 'L4'),
    vcpuMillis: fc.integer({ min: 0, max: 16_000 }),
    memoryMib: fc.integer({ min: 0, max: 64_000 }),
    state: fc.constantFrom('ready', 'ready', 'ready', 'lost'),
  })
  .map(({ count, model, vcpuMillis, memoryMib, state }) => ({
    state,
    capacity: { vcpuMillis, memoryMib, diskMib: 0, gpus: gpus(model, count) },
  }));
const anyRooms = fc
  .array(anyRoom, { minLength: 1, maxLength: 6 })
  .map((specs) => specs.map(({ state, capacity }, i) => emptyRoom(`node-${i}`, state, capacity)));
const anyShape = fc
  .record({
    gpuCount: fc.integer({ min: 0, max: 8 }),
    gpuThousandths: fc.constantFrom(100, 250, 333, 500, 1000),
    gpuModel: fc.constantFrom('H100', 'L4'),
    vcpuMillis: fc.integer({ min: 1, max: 8000 }),
    memoryMib: fc.integer({ min: 1, max: 32_000 }),
  })
  .map(({ gpuCount, gpuModel, ...rest }) =>
    shape(gpuCount, { ...rest, gpuModel: gpuCount > 0 ? gpuModel : null }),
  );

describe('any queue', () => {
  it('is placed as if each looked for itself at what those before it left', () => {
    fc.assert(
      fc.property(anyRooms, fc.array(anyShape, { maxLength: 12 }), (rooms, shapes) => {
        const queue = shapes.map((hardware) => ({ hardware, model: 'm' }));
        let left: readonly Room[] = rooms;
        const one = queue.map((asked) => {
          const { place: found } = place(asked, left);
          if (found)
            left = left.map((room) =>
              room.nodeId === found.nodeId ? take(room, { ...asked, gpuIndices: found.gpuIndices }) : room,
            );
          return found;
        });
        const { chosen, waiting } = choosePlaces(queue, rooms);
        expect(chosen.map(({ place: found }) => found)).toEqual(one.filter((found) => found !== null));
        expect(waiting).toHaveLength(one.filter((found) => found === null).length);
      }),
    );
  });
});

const withinCapacity = ({ freeVcpuMillis, freeMemoryMib, gpus: left }: Room): boolean =>
  freeVcpuMillis >= 0 && freeMemoryMib >= 0 && left.every(({ freeThousandths }) => freeThousandths >= 0);

describe('any sequence of placements and releases', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('place' as const), hardware: anyShape }),
    fc.record({ kind: fc.constant('release' as const), nth: fc.nat(20) }),
  );
  it('never gives more than a node has, and never gives one GPU index twice to one replica', () => {
    fc.assert(
      fc.property(anyRooms, fc.array(step, { maxLength: 40 }), (empty, steps) => {
        const held: (Holding & { nodeId: string })[] = [];
        const rooms = () =>
          empty.map((room) =>
            roomLeft(
              room,
              held.filter(({ nodeId }) => nodeId === room.nodeId),
            ),
          );
        for (const next of steps) {
          if (next.kind === 'release') {
            held.splice(next.nth, 1);
            continue;
          }
          const { place: found } = place({ hardware: next.hardware, model: 'm' }, rooms());
          if (!found) continue;
          expect(new Set(found.gpuIndices).size).toBe(next.hardware.gpuCount);
          held.push({ ...found, hardware: next.hardware, model: 'm' });
          expect(rooms().every(withinCapacity)).toBe(true);
        }
        expect(
          held.every(({ nodeId }) => empty.find((room) => room.nodeId === nodeId)?.state === 'ready'),
        ).toBe(true);
      }),
    );
  });
});

describe('any placement', () => {
  it('is the same whatever the order of the nodes', () => {
    fc.assert(
      fc.property(anyRooms, anyShape, (rooms, hardware) => {
        const asked = { hardware, model: 'm' };
        expect(place(asked, rooms.toReversed())).toEqual(place(asked, rooms));
      }),
    );
  });
  it('is found whenever some node has room for it by itself', () => {
    fc.assert(
      fc.property(anyRooms, anyShape, (rooms, hardware) => {
        const each = thousandthsEach(hardware);
        const fits = rooms.some(
          (room) =>
            room.state === 'ready' &&
            room.freeVcpuMillis >= hardware.vcpuMillis &&
            room.freeMemoryMib >= hardware.memoryMib &&
            room.gpus.filter((gpu) => gpu.model === hardware.gpuModel && gpu.freeThousandths >= each)
              .length >= hardware.gpuCount,
        );
        expect(place({ hardware, model: 'm' }, rooms).place !== null).toBe(fits);
      }),
    );
  });
});
