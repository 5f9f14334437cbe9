import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { islandsIn } from './gpu-topology.ts';

/** As the program lays it out: tabs, a relation in a field of five, then what is near each GPU. */
const matrix = (relations: readonly (readonly string[])[], names?: readonly string[]): string => {
  const devices = names ?? relations.map((_, at) => `GPU${String(at)}`);
  const head = ['', ...devices, 'CPU Affinity', 'NUMA Affinity', 'GPU NUMA ID'].join('\t');
  const rows = relations.map((row, at) => {
    const near = devices[at]!.startsWith('GPU') ? ['0-47,96-143', '0', 'N/A'] : [];
    return [devices[at]!, ...row.map((relation) => relation.padStart(2).padEnd(4)), ...near].join('\t');
  });
  return `${[head, ...rows].join('\n')}\n${LEGEND}`;
};

const LEGEND = `
Legend:

  X    = Self
  SYS  = Connection traversing PCIe as well as the SMP interconnect between NUMA nodes (e.g., QPI/UPI)
  NODE = Connection traversing PCIe as well as the interconnect between PCIe Host Bridges within a NUMA node
  PHB  = Connection traversing PCIe as well as a PCIe Host Bridge (typically the CPU)
  PXB  = Connection traversing multiple PCIe bridges (without traversing the PCIe Host Bridge)
  PIX  = Connection traversing at most a single PCIe bridge
  NV#  = Connection traversing a bonded set of # NVLinks
`;

const square = (size: number, relation: (one: number, other: number) => string): string[][] =>
  Array.from({ length: size }, (_, one) =>
    Array.from({ length: size }, (__, other) => (one === other ? 'X' : relation(one, other))),
  );

const islands = (text: string): string[] =>
  [...islandsIn(text)].map(([gpu, name]) => `${String(gpu)} ${name}`);

describe('the islands of a machine', () => {
  it('are one where NVLinks join every GPU to every other', () => {
    expect(new Set(islandsIn(matrix(square(8, () => 'NV18'))).values())).toEqual(new Set(['gpu-0']));
    expect(islandsIn(matrix(square(8, () => 'NV18'))).size).toBe(8);
  });

  it('are two where they join four and four', () => {
    const text = matrix(square(8, (one, other) => (one < 4 === other < 4 ? 'NV4' : 'SYS')));
    expect(islands(text)).toEqual([
      '0 gpu-0',
      '1 gpu-0',
      '2 gpu-0',
      '3 gpu-0',
      '4 gpu-4',
      '5 gpu-4',
      '6 gpu-4',
      '7 gpu-4',
    ]);
  });

  it('are as many as GPUs where all paths lead through the machine', () => {
    const ways = ['PIX', 'PXB', 'PHB', 'NODE', 'SYS'];
    const text = matrix(square(4, (one, other) => ways[one + other - 1]!));
    expect(islands(text)).toEqual(['0 gpu-0', '1 gpu-1', '2 gpu-2', '3 gpu-3']);
  });

  it('are pairs where bridges join two each', () => {
    const text = matrix(square(4, (one, other) => (one >> 1 === other >> 1 ? 'NV12' : 'NODE')));
    expect(islands(text)).toEqual(['0 gpu-0', '1 gpu-0', '2 gpu-2', '3 gpu-2']);
  });

  it('are one where some GPUs reach others only by way of a third', () => {
    const text = matrix(square(4, (one, other) => (Math.abs(one - other) === 1 ? 'NV1' : 'SYS')));
    expect(new Set(islandsIn(text).values())).toEqual(new Set(['gpu-0']));
  });

  it('are those of GPUs alone where network cards have rows too, and a legend of their own', () => {
    const names = ['GPU0', 'GPU1', 'NIC0', 'mlx5_1'];
    const relations = [
      ['X', 'NV6', 'PIX', 'SYS'],
      ['NV6', 'X', 'SYS', 'PIX'],
      ['PIX', 'SYS', 'X', 'SYS'],
      ['SYS', 'PIX', 'SYS', 'X'],
    ];
    const text = `${matrix(relations, names)}\nNIC Legend:\n\n  NIC0: mlx5_0\n`;
    expect(islands(text)).toEqual(['0 gpu-0', '1 gpu-0']);
  });

  it('are read where the first line is underlined', () => {
    const [head, ...rest] = matrix(square(2, () => 'NV2')).split('\n');
    const underlined = `\t\u001b[4mGPU0\tGPU1\tCPU Affinity\tNUMA Affinity\u001b[0m`;
    expect(head).toContain('GPU0');
    expect(islands([underlined, ...rest].join('\r\n'))).toEqual(['0 gpu-0', '1 gpu-0']);
  });

  it('are one of a single GPU', () => {
    expect(islands('\tGPU0\tCPU Affinity\tNUMA Affinity\tGPU NUMA ID\nGPU0\t X \t0-15\t0\t\tN/A\n')).toEqual([
      '0 gpu-0',
    ]);
  });

  it('go by the names of the columns and not by their order', () => {
    expect(
      islands('\tGPU1\tGPU3\tGPU7\nGPU1\t X \tSYS\tNV4\nGPU3\tSYS\t X \tSYS\nGPU7\tNV4\tSYS\t X \n'),
    ).toEqual(['1 gpu-1', '3 gpu-3', '7 gpu-1']);
  });

  it('are unknown where the text is no matrix', () => {
    for (const text of ['', 'Failed to initialize NVML: Driver/library version mismatch', LEGEND])
      expect(islandsIn(text).size).toBe(0);
  });

  it('may be read from anything', () => {
    const words = fc.constantFrom(
      'GPU0',
      'GPU1',
      'NV4',
      'X',
      'SYS',
      '\t',
      '\n',
      '\u001b[4m',
      'CPU',
      'NIC0',
      ' ',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((parts) => parts.join('\t')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const island of islandsIn(text).values()) expect(island).toMatch(/^gpu-\d+$/);
      }),
    );
  });
});
