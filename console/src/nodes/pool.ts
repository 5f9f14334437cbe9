type Gpu = Readonly<{
  index: number;
  model: string;
  memoryMib: number;
  simulated: boolean;
  island: string | null;
}>;
export type PoolNode = Readonly<{
  id: string;
  hostname: string;
  state: 'ready' | 'cordoned' | 'draining' | 'lost';
  capacity: Readonly<{ vcpuMillis: number; memoryMib: number; diskMib: number; gpus: readonly Gpu[] }>;
  free: Readonly<{
    vcpuMillis: number;
    memoryMib: number;
    diskMib: number;
    gpuThousandths: readonly number[];
  }>;
}>;

export type Cell = Gpu &
  Readonly<{ /** Of a thousand, given to replicas. */ given: number; givenMib: number }>;

const WHOLE = 1000;

/** The GPUs of a node, each with what of it is given to replicas. */
export const cellsOf = ({ capacity, free }: PoolNode): readonly Cell[] =>
  capacity.gpus.map((gpu, nth) => {
    const given = Math.min(WHOLE, Math.max(0, WHOLE - (free.gpuThousandths[nth] ?? WHOLE)));
    return { ...gpu, given, givenMib: Math.round((gpu.memoryMib * given) / WHOLE) };
  });

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `8 h100, 4 a10g`. */
export const modelsOf = (cells: readonly Cell[]): string => {
  const counts = new Map<string, number>();
  for (const { model } of cells) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts].map(([model, count]) => `${count} ${model}`).join(', ');
};

/** A node’s GPUs in a sentence, for who cannot see the map. */
export const summaryOf = (node: PoolNode): string => {
  const cells = cellsOf(node);
  if (cells.length === 0) return `${node.hostname} is ${node.state} and has no GPU`;
  const busy = cells.filter(({ given }) => given > 0).length;
  const givenMib = cells.reduce((sum, cell) => sum + cell.givenMib, 0);
  const wholeMib = cells.reduce((sum, { memoryMib }) => sum + memoryMib, 0);
  const percent = Math.round((givenMib / wholeMib) * 100);
  return (
    `${node.hostname} is ${node.state}: ${countOf(cells.length, 'GPU')} (${modelsOf(cells)}), ` +
    `${busy} given to replicas, ${percent} % of their memory`
  );
};

/** The whole pool in a sentence. */
export const poolSummary = (nodes: readonly PoolNode[]): string => {
  const cells = nodes.flatMap(cellsOf);
  const given = cells.reduce((sum, cell) => sum + cell.given, 0) / WHOLE;
  const states = (['ready', 'cordoned', 'draining', 'lost'] as const)
    .map((state) => [state, nodes.filter((node) => node.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
  const gpus =
    cells.length === 0
      ? 'no GPU'
      : `${Number(given.toFixed(2))} of ${countOf(cells.length, 'GPU')} given to replicas`;
  return `${countOf(nodes.length, 'node')} (${states || 'none'}), ${gpus}`;
};

/** How full something is, in percent. */
export const usedOf = (whole: number, free: number): number =>
  whole === 0 ? 0 : Math.round(((whole - free) / whole) * 100);
