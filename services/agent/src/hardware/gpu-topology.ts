/** The underline of the first line, and other dress. */
// eslint-disable-next-line no-control-regex -- an escape sequence begins with a control character
const DRESS = /\u001b\[[\d;]{0,16}[A-Za-z]/g;
/** What stands between two devices: oneself, a bond of so many NVLinks, or a way through the machine. */
const RELATION = /^(?:X|NV\d{1,3}|PIX|PXB|PHB|NODE|SYS|SOC|N\/A)$/i;
const NVLINK = /^NV\d{1,3}$/i;
const GPU = /^GPU(\d{1,4})$/;

type Pair = readonly [number, number];

const numberOf = (name: string | undefined): number | undefined => {
  const found = GPU.exec(name ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

/** What the columns are, up to the words about processors that follow the devices. */
const columnsOf = (cells: readonly string[]): readonly string[] => {
  const end = cells.findIndex((cell) => /^(?:CPU|NUMA|Affinity)$/i.test(cell));
  return end === -1 ? cells : cells.slice(0, end);
};

/** The GPUs of one row that have NVLinks to its own. */
const linksOf = (gpu: number, relations: readonly string[], columns: readonly string[]): Pair[] =>
  columns.flatMap((column, at) => {
    const other = numberOf(column);
    return other !== undefined && NVLINK.test(relations[at] ?? '') ? [[gpu, other] as const] : [];
  });

/**
 * What `nvidia-smi topo -m` prints: a matrix of the machine's devices, then what its words mean. GPUs that NVLinks join,
 * directly or by way of others, are one island; paths through the machine join none, so a GPU can be an island by itself.
 * @returns each GPU's island by its index, named for the first GPU of it; empty when the text is no matrix
 */
export const islandsIn = (printed: string): ReadonlyMap<number, string> => {
  const gpus: number[] = [];
  const links: Pair[] = [];
  let columns: readonly string[] = [];
  for (const line of printed.replaceAll(DRESS, '').split('\n')) {
    const cells = line.trim().split(/\s+/);
    const gpu = numberOf(cells[0]);
    if (gpu === undefined) continue;
    if (!RELATION.test(cells[1] ?? '')) {
      columns = columnsOf(cells);
    } else if (columns.length > 0) {
      gpus.push(gpu);
      links.push(...linksOf(gpu, cells.slice(1), columns));
    }
  }
  return named(gpus, links);
};

const named = (gpus: readonly number[], links: readonly Pair[]): ReadonlyMap<number, string> => {
  const first = new Map(gpus.map((gpu) => [gpu, gpu]));
  for (const [one, other] of links) {
    const [a, b] = [first.get(one), first.get(other)];
    if (a === undefined || b === undefined || a === b) continue;
    for (const [gpu, of] of first) if (of === a || of === b) first.set(gpu, Math.min(a, b));
  }
  return new Map([...first].map(([gpu, of]) => [gpu, `gpu-${String(of)}`]));
};
