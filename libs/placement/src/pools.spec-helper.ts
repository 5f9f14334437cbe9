import fc from 'fast-check';
import { type Amounts, type NodeOffer, NO_RULES, NO_WISHES, type Request } from './offer.ts';

export const offer = (
  nodeId: string,
  change: Partial<NodeOffer> & { model?: string; count?: number } = {},
): NodeOffer => {
  const { model = 'h100', count = 8, ...rest } = change;
  return {
    nodeId,
    vcpuMillis: 64_000,
    memoryMib: 512_000,
    diskMib: 1_000_000,
    gpus: Array.from({ length: count }, (_, index) => ({
      index,
      model,
      island: index < 4 ? 'left' : 'right',
    })),
    zone: null,
    labels: {},
    taints: [],
    ...rest,
  };
};

export const request = (
  amounts: Partial<Amounts> = {},
  change: Partial<Omit<Request, 'amounts'>> = {},
): Request => ({
  amounts: {
    vcpuMillis: 4000,
    memoryMib: 16_000,
    diskMib: 0,
    gpuCount: 1,
    gpuThousandths: 1000,
    gpuModels: null,
    ...amounts,
  },
  rules: NO_RULES,
  wishes: NO_WISHES,
  ...change,
});

const MODELS = ['a', 'b', 'c'];

export const someOffers = fc
  .array(
    fc.record({
      cores: fc.integer({ min: 1, max: 64 }),
      gib: fc.integer({ min: 1, max: 256 }),
      gpus: fc.array(fc.constantFrom(...MODELS), { maxLength: 8 }),
      zone: fc.constantFrom(null, 'x', 'y'),
      tainted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((nodes) =>
    nodes.map(({ cores, gib, gpus, zone, tainted }, n) => ({
      nodeId: `node-${n}`,
      vcpuMillis: cores * 1000,
      memoryMib: gib * 1024,
      diskMib: 100_000,
      gpus: gpus.map((model, index) => ({ index, model, island: index % 2 === 0 ? 'even' : 'odd' })),
      zone,
      labels: zone === 'x' ? { disk: 'fast' } : {},
      taints: tainted ? ['spot'] : [],
    })),
  );

export const someRequest: fc.Arbitrary<Request> = fc
  .record({
    cores: fc.integer({ min: 0, max: 12 }),
    gib: fc.integer({ min: 0, max: 64 }),
    gpus: fc.constantFrom<readonly [number, number]>(
      [0, 1000],
      [1, 250],
      [1, 400],
      [1, 700],
      [1, 1000],
      [2, 1000],
      [4, 1000],
    ),
    models: fc.constantFrom<readonly string[] | null>(null, null, ['a'], ['b', 'c']),
    tolerates: fc.boolean(),
    fast: fc.boolean(),
    group: fc.constantFrom(null, 'g1', 'g2'),
    apart: fc.constantFrom<'prefer' | 'nodes' | 'zones'>('prefer', 'prefer', 'nodes', 'zones'),
    finds: fc.constantFrom<readonly { item: string; worth: number }[]>([], [{ item: 'weights', worth: 500 }]),
  })
  .map(({ cores, gib, gpus: [gpuCount, gpuThousandths], models, tolerates, fast, group, apart, finds }) => ({
    amounts: {
      vcpuMillis: cores * 1000,
      memoryMib: gib * 1024,
      diskMib: 0,
      gpuCount,
      gpuThousandths,
      gpuModels: gpuCount > 0 ? models : null,
    },
    rules:
      tolerates || fast
        ? { labels: fast ? { disk: 'fast' } : {}, tolerates: tolerates ? ['spot'] : [], zones: null }
        : NO_RULES,
    wishes: group === null && finds.length === 0 ? NO_WISHES : { group, apart, finds },
  }));
