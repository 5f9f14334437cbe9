import type { Gpu } from '@tidegate/contracts';
import { gpuModelOf } from '@tidegate/frameworks';
import { islandsIn } from './gpu-topology.ts';
import { installedGpus } from './installed-gpus.ts';
import { cutGpus, listedDevices, type MigDevice, profileMemoryMib } from './listed-devices.ts';

/** What `nvidia-smi` printed, each null where it failed. */
export type Printed = Readonly<{
  /** `--query-gpu=index,name,memory.total --format=csv,noheader,nounits` */
  gpus: string;
  /** `--query-gpu=index,mig.mode.current --format=csv,noheader` */
  modes: string | null;
  /** `-L` */
  list: string | null;
  /** `topo -m` */
  topology: string | null;
}>;

/** A GPU under the index that the driver gives it today. */
export type SightedGpu = Gpu & Readonly<{ uuid: string | null }>;

/** The driver counts pieces within their GPU: here they come after every whole one. */
const FIRST_PIECE = 64;
const PIECES_OF_A_GPU = 16;

/** Every GPU that a program can be given: a piece instead of the GPU that it is a part of. */
export const sightedGpus = (printed: Printed): SightedGpu[] => {
  const { uuids, mig } = listedDevices(printed.list ?? '');
  const islands = islandsIn(printed.topology ?? '');
  const cut = new Set([...cutGpus(printed.modes ?? ''), ...mig.map(({ parent }) => parent)]);
  const all = installedGpus(printed.gpus);
  const whole = all
    .filter(({ index }) => !cut.has(index))
    .map((gpu) => ({
      ...gpu,
      island: islands.get(gpu.index) ?? null,
      uuid: uuids.get(gpu.index) ?? null,
    }));
  const pieces = mig.flatMap((device) => {
    const parent = all.find(({ index }) => index === device.parent);
    return parent ? [pieceOf(parent.model, device)] : [];
  });
  return [...whole.map(withOwnName), ...pieces.filter(isFirstOfName)];
};

type Named = Readonly<{ uuid: string | null }>;

/** A uuid names one thing: a GPU that has another's is known by its index alone. */
const withOwnName = (gpu: SightedGpu, at: number, all: readonly SightedGpu[]): SightedGpu =>
  isFirstOfName(gpu, at, all) ? gpu : { ...gpu, uuid: null };

/** A piece is known by its uuid only: what is printed twice is one piece. */
const isFirstOfName = ({ uuid }: Named, at: number, all: readonly Named[]): boolean =>
  all.findIndex((other) => other.uuid === uuid) === at;

/** No two pieces talk to each other, so each is an island. */
const pieceOf = (model: string, { parent, device, profile, uuid }: MigDevice): SightedGpu => {
  const index = FIRST_PIECE + parent * PIECES_OF_A_GPU + device;
  return {
    index,
    model: `${shortName(model)} MIG ${profile}`,
    memoryMib: profileMemoryMib(profile),
    simulated: false,
    island: `mig-${String(parent)}-${String(device)}`,
    uuid,
  };
};

/** `A100-80GB` of a model that the catalogue knows, else the driver's name without its maker. */
const shortName = (model: string): string =>
  (gpuModelOf(model)?.title ?? model).replace(/^NVIDIA /, '').replace(/ (\d+) GB$/, '-$1GB');
