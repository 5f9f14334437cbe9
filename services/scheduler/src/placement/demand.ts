import type { HardwareShape, NodeDriver, PlacementSpec } from '@tidegate/contracts';
import { canLaunch, frameworkOf, imageOf } from '@tidegate/frameworks';
import type { Request } from '@tidegate/placement';

/** What a replica of one template needs. */
export type Needs = Readonly<{
  model: string;
  framework: string;
  /** The user's own; null: the framework's. */
  image: string | null;
  /** Null: what the node gives. */
  diskMib: number | null;
  placement: PlacementSpec;
}>;

/** What a replica wants a place for. */
export type Demand = Needs &
  Readonly<{
    hardware: HardwareShape;
    /** Its siblings keep apart. */
    endpointId?: string;
    /** Room may have been claimed for it by this name. */
    id?: string;
  }>;

/** What it is worth, in GPU thousandths, that the weights need not be fetched: as much as the least that placing counts. */
const WEIGHTS_WORTH = 80;
/** An image is fetched before anything else can begin, and unpacked as well. */
const IMAGE_WORTH = 100;

/** Whoever has hardware that may be taken back takes the nodes that may go away. */
const SPOT = 'spot';
const SPOT_DISCOUNT = 1000;

/** Whose turn it is, and who may take whose place: higher first. */
export const priorityOf = ({ hardware, placement }: Pick<Demand, 'hardware' | 'placement'>): number =>
  placement.priority - (hardware.spot === true ? SPOT_DISCOUNT : 0);

/** Below every endpoint's own: whoever waits may have the place of one that sleeps. */
const ASLEEP = -1_000_000;

/** The same of one that is there. */
export const priorityHeld = (
  held: Pick<Demand, 'hardware' | 'placement'> & Readonly<{ sleeps?: boolean }>,
): number => (held.sleeps === true ? ASLEEP : priorityOf(held));

/** Several GPUs are always whole ones: a group of fractions would share links and memory with strangers. */
export const thousandthsEach = ({ gpuCount, gpuThousandths }: HardwareShape): number =>
  gpuCount > 1 ? 1000 : gpuThousandths;

export const gpuMilliOf = (hardware: HardwareShape): number => hardware.gpuCount * thousandthsEach(hardware);

/** Labels that no node can be given: each says that the node's driver starts replicas in this way. */
const LAUNCHES = { process: '\0process', container: '\0container' } as const;
type Launch = keyof typeof LAUNCHES;

const launchOf = (driver: NodeDriver): Launch => (driver === 'process' ? 'process' : 'container');

/** The one way in which it can be started; null: any. */
const onlyLaunch = ({ image, framework: id }: Needs): Launch | null => {
  if (image !== null) return 'container';
  const framework = frameworkOf(id);
  // What no catalogue knows is for its node to refuse.
  if (framework === null) return null;
  const [process, container] = [canLaunch(framework, 'process'), canLaunch(framework, 'docker')];
  if (process === container) return null;
  return process ? 'process' : 'container';
};

export const labelsOf = (
  labels: Readonly<Record<string, string>>,
  driver: NodeDriver,
): Readonly<Record<string, string>> => ({ ...labels, [LAUNCHES[launchOf(driver)]]: '' });

/** An obstacle as people read it. */
export const inWords = (obstacle: string): string =>
  obstacle
    .replaceAll(`lacks the label ${LAUNCHES.container}=`, 'starts processes only, and it needs a container')
    .replaceAll(`lacks the label ${LAUNCHES.process}=`, 'starts containers only, and it runs as a process');

const findsOf = (demand: Demand): Request['wishes']['finds'] => {
  const framework = frameworkOf(demand.framework);
  const image = demand.image ?? (framework && imageOf(framework, demand.hardware));
  const weights = { item: `model:${demand.model}`, worth: WEIGHTS_WORTH };
  return image === null ? [weights] : [weights, { item: `image:${image}`, worth: IMAGE_WORTH }];
};

export const requestOf = (demand: Demand): Request => {
  const { hardware, placement, diskMib, endpointId } = demand;
  const launch = onlyLaunch(demand);
  const needed = launch === null ? {} : { [LAUNCHES[launch]]: '' };
  return {
    amounts: {
      vcpuMillis: hardware.vcpuMillis,
      memoryMib: hardware.memoryMib,
      diskMib: diskMib ?? 0,
      gpuCount: hardware.gpuCount,
      gpuThousandths: thousandthsEach(hardware),
      gpuModels: hardware.gpuModel === null ? null : [hardware.gpuModel],
    },
    rules: {
      labels: { ...placement.nodeLabels, ...needed },
      tolerates: hardware.spot === true ? [...placement.tolerations, SPOT] : placement.tolerations,
      zones: placement.zones,
    },
    wishes: { group: endpointId ?? null, apart: placement.spread, finds: findsOf(demand) },
  };
};

/** Equal for those of which each finds room when another one does. */
export const kindOf = (demand: Demand): string => {
  const { amounts, rules, wishes } = requestOf(demand);
  return JSON.stringify([amounts, rules, wishes.apart === 'prefer' ? null : [wishes.apart, wishes.group]]);
};
