import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diskForSaleMib } from './disk-for-sale.ts';
import { offeredGpus } from './gpu-indices.ts';
import { cutGpus, listedDevices, profileMemoryMib } from './listed-devices.ts';
import { type SightedGpu, sightedGpus } from './sighted-gpus.ts';

const LIST = `GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-aaaaaaaa-0000-4000-8000-000000000000)
  MIG 1g.10gb     Device  0: (UUID: MIG-11111111-0000-5000-8000-000000000000)
  MIG 3g.40gb     Device  1: (UUID: MIG-22222222-0000-5000-8000-000000000000)
GPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-bbbbbbbb-0000-4000-8000-000000000000)
GPU 2: NVIDIA A100-SXM4-80GB (UUID: GPU-cccccccc-0000-4000-8000-000000000000)
`;
const PRINTED = {
  gpus: [0, 1, 2].map((index) => `${String(index)}, NVIDIA A100-SXM4-80GB, 81920\n`).join(''),
  modes: '0, Enabled\n1, Disabled\n2, Enabled\n',
  list: LIST,
  topology: '\tGPU0\tGPU1\tGPU2\nGPU0\t X \tNV12\tNV12\nGPU1\tNV12\t X \tNV12\nGPU2\tNV12\tNV12\t X \n',
};

describe('a GPU that is cut in pieces', () => {
  it('is offered piece by piece and not as a whole, not even while it has no pieces', () => {
    const whole = { memoryMib: 81_920, simulated: false, model: 'a100-80' };
    expect(sightedGpus(PRINTED)).toEqual([
      { ...whole, index: 1, island: 'gpu-0', uuid: 'GPU-bbbbbbbb-0000-4000-8000-000000000000' },
      {
        index: 64,
        model: 'A100-80GB MIG 1g.10gb',
        memoryMib: 10_240,
        simulated: false,
        island: 'mig-0-0',
        uuid: 'MIG-11111111-0000-5000-8000-000000000000',
      },
      {
        index: 65,
        model: 'A100-80GB MIG 3g.40gb',
        memoryMib: 40_960,
        simulated: false,
        island: 'mig-0-1',
        uuid: 'MIG-22222222-0000-5000-8000-000000000000',
      },
    ]);
  });

  it('is whole where nobody says that it is cut', () => {
    const sighted = sightedGpus({ ...PRINTED, modes: null, list: null, topology: null });
    expect(sighted.map(({ index, island, uuid }) => [index, island, uuid])).toEqual([
      [0, null, null],
      [1, null, null],
      [2, null, null],
    ]);
  });

  it('has pieces of a model of their own also where the catalogue does not know it', () => {
    const list = LIST.replaceAll('A100-SXM4-80GB', 'A30');
    const gpus = PRINTED.gpus.replaceAll('A100-SXM4-80GB', 'A30');
    expect(sightedGpus({ ...PRINTED, gpus, list }).map(({ model }) => model)).toEqual([
      'NVIDIA A30',
      'A30 MIG 1g.10gb',
      'A30 MIG 3g.40gb',
    ]);
  });

  it.each([
    ['1g.5gb', 5120],
    ['1g.10gb+me', 10_240],
    ['7g.141gb', 144_384],
    ['1c.3g.40gb', 13_653],
    ['2c.4g.40gb', 20_480],
    ['whatever', 0],
  ])('has with %s as much memory as the name says', (profile, memoryMib) => {
    expect(profileMemoryMib(profile)).toBe(memoryMib);
  });

  it('is known also by the names that older drivers give to pieces', () => {
    const old = 'GPU 0: A100 (UUID: GPU-a)\n  MIG 1g.5gb Device 0: (UUID: MIG-GPU-a/7/0)\n';
    expect(listedDevices(old).mig).toEqual([
      { parent: 0, device: 0, profile: '1g.5gb', uuid: 'MIG-GPU-a/7/0' },
    ]);
  });
});

describe('a uuid that is printed twice', () => {
  it('names one piece', () => {
    const [gpu = '', piece = '', other = ''] = LIST.split('\n');
    const list = [gpu, piece, other, piece].join('\n');
    expect(sightedGpus({ ...PRINTED, list }).map(({ index }) => index)).toEqual([1, 64, 65]);
  });

  it('takes no whole GPU away: the second is known by its index', () => {
    const list = LIST.replace('GPU-cccccccc', 'GPU-bbbbbbbb');
    const { devices } = offeredGpus(sightedGpus({ ...PRINTED, modes: null, list }), {});
    expect([...devices].slice(0, 2)).toEqual([
      [1, 'GPU-bbbbbbbb-0000-4000-8000-000000000000'],
      [2, '2'],
    ]);
  });
});

describe('what nvidia-smi prints', () => {
  it('may be anything', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom(...LIST.split('\n'), ...PRINTED.gpus.split('\n'), '0, Enabled', ''))
        .map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(texts, texts, texts, texts, (gpus, modes, list, topology) => {
        expect(cutGpus(modes).size).toBeLessThanOrEqual(modes.length);
        const { gpus: offered, devices } = offeredGpus(sightedGpus({ gpus, modes, list, topology }), {});
        expect(new Set(offered.map(({ index }) => index)).size).toBe(offered.length);
        expect(devices.size).toBe(offered.length);
        expect(offered.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

const gpu = (index: number, uuid: string | null): SightedGpu => ({
  index,
  model: 'l4',
  memoryMib: 23_034,
  simulated: false,
  island: null,
  uuid,
});

describe('the indices of GPUs', () => {
  const offered = (known: Record<string, number>, ...sighted: SightedGpu[]) => {
    const { devices, indices } = offeredGpus(sighted, known);
    return { devices: [...devices], indices };
  };
  const all = { a: 0, b: 1, c: 2 };

  it("are the driver's at first", () => {
    expect(offered({}, gpu(0, 'a'), gpu(1, 'b'), gpu(2, 'c'))).toEqual({
      devices: [
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ],
      indices: all,
    });
  });

  it('stay when the driver counts anew because one has gone', () => {
    expect(offered(all, gpu(0, 'a'), gpu(1, 'c')).devices).toEqual([
      [0, 'a'],
      [2, 'c'],
    ]);
    expect(offered(all, gpu(0, 'a'), gpu(1, 'c')).indices).toEqual(all);
  });

  it('are given to nobody else, also when one comes in the place of another', () => {
    expect(offered(all, gpu(0, 'a'), gpu(1, 'd'), gpu(2, 'c')).devices).toEqual([
      [0, 'a'],
      [3, 'd'],
      [2, 'c'],
    ]);
  });

  it("are the driver's where it tells no uuids, and so are the names of the devices", () => {
    expect(offered({}, gpu(0, null), gpu(1, null))).toEqual({
      devices: [
        [0, '0'],
        [1, '1'],
      ],
      indices: {},
    });
  });

  it('never mean two GPUs', () => {
    const sightings = fc.array(fc.tuple(fc.nat(70), fc.option(fc.nat(70).map(String))), { maxLength: 80 });
    fc.assert(
      fc.property(fc.array(sightings, { maxLength: 5 }), (rounds) => {
        let known: Record<string, number> = {};
        for (const round of rounds) {
          const unique = round.filter(
            ([, uuid], at) => uuid === null || round.findIndex(([, other]) => other === uuid) === at,
          );
          const before = known;
          const { gpus, indices } = offeredGpus(
            unique.map(([index, uuid]) => gpu(index, uuid)),
            known,
          );
          known = { ...indices };
          expect(new Set(gpus.map(({ index }) => index)).size).toBe(gpus.length);
          expect(known).toMatchObject(before);
          expect(new Set(Object.values(known)).size).toBe(Object.keys(known).length);
        }
      }),
    );
  });
});

describe('the disk that is for sale', () => {
  const GIB = 1024;
  it.each([
    ['an empty one, without a tenth', 100, 100, 90],
    ['a large one, without a hundred', 10_000, 10_000, 9900],
    ['one that others use, without what they use', 100, 40, 30],
    ['one that is almost full, which is none', 100, 5, 0],
    ['none', 0, 0, 0],
  ])('is of %s', (_, total, free, sold) => {
    expect(diskForSaleMib({ totalMib: total * GIB, freeMib: free * GIB })).toBe(sold * GIB);
  });

  it('is never more than what is free', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (totalMib, freeMib) => {
        const sold = diskForSaleMib({ totalMib, freeMib });
        expect(sold).toBeGreaterThanOrEqual(0);
        expect(sold).toBeLessThanOrEqual(freeMib);
      }),
    );
  });
});
