import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Demand, priorityOf, thousandthsEach } from './demand.ts';
import { Picture, place } from './placement.ts';
import { type Holding, type Room, give, roomLeft, take } from './room.ts';
import {
  demand,
  holding,
  isWithinCapacity,
  node,
  shape,
  someDemand,
  someRooms,
} from './rooms.spec-helper.ts';

const sharing = (gpuIndices: number[], gpuThousandths: number): Holding =>
  holding(gpuIndices, { hardware: shape(gpuIndices.length, { gpuThousandths }) });

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
      node('node-a', 8, { model: 'L4' }),
      take(node('node-b'), holding([0, 1, 2, 3, 4])),
      node('node-c', 8, { closed: 'is lost' }),
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
    const room = roomLeft(node('node-a'), [sharing([0], 700), sharing([1], 400)]);
    expect(place(demand(shape(1, { gpuThousandths: 500 })), [room]).place?.gpuIndices).toEqual([1]);
  });
  it('never gets shares of several GPUs', () => {
    const room = roomLeft(node('node-a', 2), [sharing([0], 200)]);
    expect(place(demand(shape(2, { gpuThousandths: 500 })), [room]).place).toBeNull();
  });
});

describe('a replica that needs no GPU', () => {
  it('leaves GPU nodes to those who need them, while another fits', () => {
    const rooms = [take(node('node-a'), holding([0, 1])), node('node-b', 0)];
    expect(place(demand(0), rooms).place?.nodeId).toBe('node-b');
    expect(place(demand(0), rooms.slice(0, 1)).place?.nodeId).toBe('node-a');
  });
  it('says what is missing', () => {
    const rooms = [node('node-a')];
    expect(place(demand(shape(0, { vcpuMillis: 64_001 })), rooms).explanation[0]?.reason).toBe(
      'has 64 vCPU free, 64.001 are needed',
    );
    expect(place(demand(shape(0, { memoryMib: 512_001 })), rooms).explanation[0]?.reason).toBe(
      'has 512000 MiB of memory free, 512001 are needed',
    );
  });
});

describe('two nodes that are alike but for what is on the disk of one', () => {
  const goesTo = (item: string, change = {}) =>
    place(demand(1, change), [node('node-a'), node('node-b', 8, { has: [item] })]).place?.nodeId;
  it('differ: the replica goes where its weights are', () => {
    expect(goesTo('model:acme/words')).toBe('node-b');
    expect(goesTo('model:acme/other')).toBe('node-a');
  });
  it('differ: the replica goes where its image is', () => {
    const onDocker = (has: string[]) =>
      node(has.length > 0 ? 'node-b' : 'node-a', 8, { driver: 'docker', has });
    const rooms = [onDocker([]), onDocker(['image:acme/engine:1'])];
    expect(place(demand(1, { image: 'acme/engine:1' }), rooms).place?.nodeId).toBe('node-b');
    expect(place(demand(1, { image: 'acme/engine:2' }), rooms).place?.nodeId).toBe('node-a');
  });
  it('differ even when a replica that used them has gone', () => {
    const used = holding([0], { id: 'r', model: 'acme/words' });
    const room = give(take(node('node-b'), used), used);
    expect(room.freeVcpuMillis).toBe(64_000);
    expect(place(demand(1), [node('node-a'), room]).place?.nodeId).toBe('node-b');
  });
});

describe('a node that is out of the question', () => {
  const why = (change: Parameters<typeof demand>[1], of: Parameters<typeof node>[2]) => {
    const { place: found, explanation } = place(demand(1, change), [node('node-a', 8, of)]);
    expect(found === null).toBe(explanation[0]?.score === null);
    return explanation[0]?.reason;
  };
  it('says so by label, taint, zone, disk, driver and state', () => {
    expect(why({ placement: { nodeLabels: { tier: 'fast' } } }, {})).toBe('lacks the label tier=fast');
    expect(why({}, { taints: ['odd'] })).toBe('keeps off who does not tolerate odd');
    expect(why({ placement: { zones: ['x'] } }, { zone: 'y' })).toBe('is in zone y');
    expect(why({ diskMib: 1_000_001 }, {})).toBe('has 1000000 MiB of disk free, 1000001 are needed');
    expect(why({ framework: 'vllm' }, {})).toBe('starts processes only, and it needs a container');
    expect(why({ image: 'acme/engine:1' }, {})).toBe('starts processes only, and it needs a container');
    expect(why({}, { driver: 'docker' })).toBe('starts containers only, and it runs as a process');
    expect(why({}, { closed: 'is cordoned' })).toBe('is cordoned');
  });
  it('is none for who tolerates, and spot hardware tolerates spot by itself', () => {
    expect(why({ placement: { tolerations: ['odd'] } }, { taints: ['odd'] })).toContain('fits');
    const spot = { ...demand(1), hardware: shape(1, { spot: true }) };
    expect(place(spot, [node('node-a', 8, { taints: ['spot'] })]).place).not.toBeNull();
    expect(why({}, { taints: ['spot'] })).toBe('keeps off who does not tolerate spot');
    expect(priorityOf(spot)).toBe(-950);
  });
  it('is none for what runs both ways', () => {
    expect(why({ framework: 'llama.cpp' }, { driver: 'docker' })).toContain('fits');
    expect(why({ framework: 'llama.cpp' }, { driver: 'process' })).toContain('fits');
  });
});

describe('GPUs of one island', () => {
  it('are taken together', () => {
    const islands = node('node-a', 4).capacity.gpus.map((gpu) => ({
      ...gpu,
      island: gpu.index % 2 === 0 ? 'even' : 'odd',
    }));
    const room = node('node-a', 0, { capacity: { ...node('node-a').capacity, gpus: islands } });
    expect(place(demand(2), [room]).place?.gpuIndices).toEqual([0, 2]);
  });
});

describe('a replica that fits nowhere', () => {
  it('waits with a reason', () => {
    expect(new Picture([]).whyNowhere(demand(1))).toBe('Waits for room: the cluster has no node.');
    const rooms = [node('node-a'), node('node-b'), node('node-c', 8, { model: 'L4' })];
    expect(new Picture(rooms).whyNowhere(demand(16))).toBe(
      'Waits for room: 2 nodes: has 8 H100, 16 are needed; 1 node: has no H100.',
    );
  });
});

describe('siblings', () => {
  const rooms = [
    take(node('node-a', 8, { zone: 'x' }), holding([0], { endpointId: 'me' })),
    take(node('node-b', 8, { zone: 'x' }), holding([0])),
    take(node('node-c', 8, { zone: 'y' }), holding([0, 1, 2, 3, 4, 5, 6, 7])),
  ];
  const mine = (spread: 'prefer' | 'nodes' | 'zones') =>
    demand(1, { endpointId: 'me', placement: { spread } });
  it('keep apart where it costs nothing', () => {
    expect(place(mine('prefer'), rooms).place?.nodeId).toBe('node-b');
    expect(place(mine('prefer'), rooms.slice(0, 1)).place?.nodeId).toBe('node-a');
  });
  it('keep apart at any cost when they must', () => {
    expect(place(mine('nodes'), rooms.slice(0, 1)).place).toBeNull();
    expect(place(mine('nodes'), rooms).place?.nodeId).toBe('node-b');
    const { place: none, explanation } = place(mine('zones'), rooms);
    expect(none).toBeNull();
    expect(new Set(explanation.map(({ reason }) => reason))).toEqual(
      new Set(['is in a zone that has one of its group', '0 of its 8 H100 have room, 1 are needed']),
    );
    expect(explanation.every(({ score }) => score === null)).toBe(true);
  });
});

describe('the other policy', () => {
  it('goes where the most is free', () => {
    const rooms = [take(node('node-a'), holding([0, 1])), node('node-b')];
    expect(new Picture(rooms).find(demand(1))?.nodeId).toBe('node-a');
    expect(new Picture(rooms, { policy: 'spread' }).find(demand(1))?.nodeId).toBe('node-b');
  });
});

describe('a node that lost a GPU that is still held', () => {
  it('gives the others', () => {
    const room = { ...take(node('node-a', 2), holding([0, 7])) };
    expect(place(demand(1), [room]).place?.gpuIndices).toEqual([1]);
  });
});

/** By the words of the rules, beside the code that follows them. */
const isRuledOut = ({ placement, hardware, framework }: Demand, rooms: readonly Room[], nodeId: string) => {
  const room = rooms.find((one) => one.nodeId === nodeId);
  if (room?.closed !== null) return true;
  const tolerated = [...placement.tolerations, ...(hardware.spot === true ? ['spot'] : [])];
  return (
    room.taints.some((taint) => !tolerated.includes(taint)) ||
    placement.zones?.includes(room.zone ?? '') === false ||
    (framework === 'vllm' && room.driver === 'process') ||
    Object.entries(placement.nodeLabels).some(([name, value]) => room.labels[name] !== value)
  );
};

describe('any sequence of placements and releases', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('place' as const), demand: someDemand }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), nth: fc.nat(20) }) },
  );
  it('never gives more than a node has, nor one GPU twice to one replica, nor a place that is ruled out', () => {
    fc.assert(
      fc.property(someRooms, fc.array(step, { maxLength: 40 }), (empty, steps) => {
        const held: (Holding & { nodeId: string })[] = [];
        const on = (nodeId: string) => held.filter((one) => one.nodeId === nodeId);
        const rooms = () => empty.map((room) => roomLeft(room, on(room.nodeId)));
        for (const next of steps) {
          if (next.kind === 'release') {
            held.splice(next.nth, 1);
            continue;
          }
          const { place: found } = place(next.demand, rooms());
          if (!found) continue;
          expect(new Set(found.gpuIndices).size).toBe(next.demand.hardware.gpuCount);
          const { spread } = next.demand.placement;
          if (spread === 'nodes')
            expect(on(found.nodeId).map((one) => one.endpointId)).not.toContain(next.demand.endpointId);
          expect(isRuledOut(next.demand, empty, found.nodeId)).toBe(false);
          held.push({ ...next.demand, ...found });
          expect(rooms().every(isWithinCapacity)).toBe(true);
        }
      }),
    );
  });
});

describe('any placement', () => {
  it('is the same whatever the order of the nodes', () => {
    fc.assert(
      fc.property(someRooms, someDemand, (rooms, asked) => {
        expect(place(asked, rooms.toReversed())).toEqual(place(asked, rooms));
      }),
    );
  });
  it('is found whenever some node has room for it by itself', () => {
    fc.assert(
      fc.property(someRooms, someDemand, (rooms, asked) => {
        const { hardware } = asked;
        const each = thousandthsEach(hardware);
        const fits = rooms.some(
          (room) =>
            place({ ...asked, hardware: shape(0, { vcpuMillis: 0, memoryMib: 0 }) }, [room]).place !== null &&
            room.freeVcpuMillis >= hardware.vcpuMillis &&
            room.freeMemoryMib >= hardware.memoryMib &&
            room.gpus.filter((gpu) => gpu.model === hardware.gpuModel && gpu.freeThousandths >= each)
              .length >= hardware.gpuCount,
        );
        const ruled = { ...asked, hardware: { ...hardware, spot: false } };
        expect(place(ruled, rooms).place !== null).toBe(fits);
      }),
    );
  });
  it('explains every node: what it costs, or what keeps it away', () => {
    fc.assert(
      fc.property(someRooms, someDemand, (rooms, asked) => {
        const { place: found, explanation } = place(asked, rooms);
        expect(explanation.map(({ nodeId }) => nodeId).toSorted()).toEqual(rooms.map(({ nodeId }) => nodeId));
        if (found) expect(explanation[0]).toMatchObject({ nodeId: found.nodeId, score: expect.any(Number) });
        else expect(explanation.every(({ score }) => score === null)).toBe(true);
        expect(explanation.every(({ reason }) => reason.length > 0 && !reason.includes('\0'))).toBe(true);
      }),
    );
  });
});
