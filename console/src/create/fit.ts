import type { components } from '@tidegate/sdk';

type Hardware = components['schemas']['Hardware'];
type Sizing = components['schemas']['Sizing'];
type Node = components['schemas']['Node'];
export type Fit = Sizing['hardware'][number];

/** How many more replicas on this hardware the node could take now. */
export const roomOn = (node: Node, hardware: Hardware): number => {
  if (node.state !== 'ready') return 0;
  const { free, capacity } = node;
  const gpus = capacity.gpus.filter(
    ({ model, index }, place) =>
      model === hardware.gpuModel && (free.gpuThousandths[place] ?? free.gpuThousandths[index] ?? 0) >= 1000,
  ).length;
  return Math.max(
    0,
    Math.min(
      hardware.gpuCount > 0 ? Math.floor(gpus / hardware.gpuCount) : Infinity,
      Math.floor(free.vcpuMillis / Math.max(hardware.vcpuMillis, 1)),
      Math.floor(free.memoryMib / Math.max(hardware.memoryMib, 1)),
    ),
  );
};

/** Whether the node has such GPUs at all, taken or not. */
const hasIt = ({ capacity }: Node, { gpuModel, gpuCount }: Hardware): boolean =>
  gpuCount === 0 || capacity.gpus.filter(({ model }) => model === gpuModel).length >= gpuCount;

export type Tile = Readonly<{
  hardware: Hardware;
  fit: Fit | null;
  isRecommended: boolean;
  isOffered: boolean;
  /** Whether only pretended GPUs are offered. */
  isSimulated: boolean;
  /** Nodes that could take one now. */
  nodes: number;
  /** Replicas that they could take together. */
  room: number;
}>;

/** What can be chosen: what fits and is there first, then by price. */
export const tilesOf = (
  hardware: readonly Hardware[],
  sizing: Sizing | undefined,
  nodes: readonly Node[],
): readonly Tile[] => {
  const fits = new Map(sizing?.hardware.map((fit) => [fit.hardwareId, fit]));
  const rank = ({ fit, isOffered, isRecommended }: Tile): number =>
    (isRecommended ? 0 : 1) + (fit?.fits === false ? 4 : 0) + (isOffered ? 0 : 2);
  return hardware
    .map((flavour): Tile => {
      const having = nodes.filter((node) => hasIt(node, flavour));
      const rooms = nodes.map((node) => roomOn(node, flavour)).filter((room) => room > 0);
      return {
        hardware: flavour,
        fit: fits.get(flavour.id) ?? null,
        isRecommended: sizing?.recommended?.hardwareId === flavour.id,
        isOffered: having.length > 0,
        isSimulated: flavour.gpuCount > 0 && having.length > 0 && having.every(({ simulated }) => simulated),
        nodes: rooms.length,
        room: rooms.reduce((sum, room) => sum + room, 0),
      };
    })
    .toSorted(
      (one, other) =>
        rank(one) - rank(other) ||
        Number(BigInt(one.hardware.priceNanoUsdPerHour) - BigInt(other.hardware.priceNanoUsdPerHour)),
    );
};

export const placesNow = ({ nodes, room, isOffered, isSimulated }: Tile): string => {
  if (room > 0)
    return `${nodes} ${nodes === 1 ? 'node' : 'nodes'} can take ${room} now${isSimulated ? ' (simulated)' : ''}`;
  return isOffered ? 'all taken now: it would wait' : 'no node has it';
};

/** A start: fetched at a gigabit a second, loaded at a gibibyte a second, and what a process takes to come up. */
const [FETCH_MIB_PER_SECOND, LOAD_MIB_PER_SECOND, PROCESS_SECONDS] = [120, 1024, 8];
export type Start = Readonly<{ seconds: number; how: string }>;

/** What a first answer will take: as measured of the same model, else reckoned from the size of its weights. */
export const startOf = (
  measured: readonly number[],
  sizing: Pick<Sizing, 'weightsMib'> | null | undefined,
): Start | null => {
  if (measured.length > 0)
    return {
      seconds: Math.max(...measured),
      how: 'the slowest start of this model here within a day (p95)',
    };
  const weights = sizing?.weightsMib;
  if (weights == null) return null;
  return {
    seconds: weights / FETCH_MIB_PER_SECOND + weights / LOAD_MIB_PER_SECOND + PROCESS_SECONDS,
    how: 'an estimate: this model has not started here yet. The first start fetches its weights; with them on the node, most of it falls away',
  };
};
