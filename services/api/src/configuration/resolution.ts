import type { EndpointSpec, HardwareShape, ModelSource } from '@tidegate/contracts';
import { type Framework, type Hardware, frameworkOf, hardwareOf } from '@tidegate/frameworks';
import { memberOf } from '../changes/merge-patch.ts';
import type { SizingView } from '../sizing/sizing-view.ts';
import type { Facts } from './facts.ts';
import { imageName } from '../rules/grammars.ts';
import { type Judged, textOf } from './endpoint-wish.ts';

/** What a wish comes to where one field follows from others; undefined where nothing does. */
export type Resolution = Readonly<{
  model: string | undefined;
  framework: string | undefined;
  modelSource: ModelSource | undefined;
  hardware: HardwareShape | undefined;
}>;

const CUSTOM = 'custom';
const CPU_HARDWARE = 'cpu-1x';

export const resolutionOf = (wish: Judged, facts: Facts): Resolution => {
  const model = textOf(wish.model) ?? modelOfImage(wish.image);
  const framework = textOf(wish.framework) ?? frameworkFor(wish) ?? facts.sizing?.framework ?? undefined;
  const known = framework === undefined ? null : frameworkOf(framework);
  return {
    model,
    framework,
    modelSource: sourceOf(wish, known),
    hardware: hardwareFor(wish, known, facts),
  };
};

/** The framework of a wish that names none; undefined when neither image nor model says it. */
export const frameworkFor = ({ image, model }: Judged): string | undefined => {
  if (image !== null && image !== undefined) return CUSTOM;
  return /^tidegate\/tiny$|gguf/i.test(textOf(model) ?? '') ? 'llama.cpp' : undefined;
};

/** An image that brings its own model is called by its own name. */
const modelOfImage = (image: unknown): string | undefined => {
  const name = imageName(textOf(memberOf(image, 'reference')) ?? '');
  const [owner, ...rest] = name?.path.split('/') ?? [];
  if (owner === undefined) return undefined;
  return rest.length > 0 ? `${rest.at(-2) ?? owner}/${rest.at(-1) ?? ''}` : `library/${owner}`;
};

const sourceOf = ({ modelSource }: Judged, framework: Framework | null): ModelSource | undefined => {
  const [kind, revision, url] = ['kind', 'revision', 'url'].map((key) => textOf(memberOf(modelSource, key)));
  switch (kind) {
    case 'hub':
      return { kind, revision: revision ?? null };
    case 'bucket':
      return { kind, url: url ?? '' };
    case 'folder':
    case 'image':
      return { kind };
    default:
      return framework ? SOURCES[framework.modelForm] : undefined;
  }
};

/** Where each kind of engine looks for its model unless told otherwise. */
const SOURCES: Readonly<Record<Framework['modelForm'], ModelSource>> = {
  'gguf-file': { kind: 'folder' },
  'hub-id': { kind: 'hub', revision: null },
  'model-repository': { kind: 'folder' },
  'in-image': { kind: 'image' },
  none: { kind: 'image' },
};

/** What was accepted stays as it was, whatever the catalogue says now. */
const hardwareFor = (wish: Judged, framework: Framework | null, facts: Facts): HardwareShape | undefined => {
  const wanted = textOf(wish.hardware);
  const { base } = facts;
  if (base && (wanted === undefined ? isSizedAlike(wish, base) : wanted === base.hardware.id))
    return base.hardware;
  const found = hardwareOf(wanted ?? chosenFor(framework, facts) ?? '');
  return found ? shapeOf(found) : undefined;
};

const chosenFor = (framework: Framework | null, { sizing }: Facts): string | undefined => {
  if (sizing?.recommended) return sizing.recommended.hardwareId;
  const runsOnCpu = framework !== null && framework.gpus !== 'required';
  return runsOnCpu && !isTooLarge(sizing) ? CPU_HARDWARE : undefined;
};

/** Its size is known, and nothing holds it. */
export const isTooLarge = (sizing: SizingView | null): boolean =>
  sizing !== null && sizing.hardware.length > 0 && !sizing.recommended;

/** What the platform chose stays as long as what it was chosen for does. */
export const isSizedAlike = (wish: Judged, base: EndpointSpec): boolean =>
  (wish.model ?? base.model) === base.model &&
  (wish.framework ?? base.framework) === base.framework &&
  (wish.quantization ?? null) === base.quantization;

/** What the engine must be told on hardware that was found for it; what its user says goes before. */
export const adviceFor = (wish: Judged, { base, sizing }: Facts): EndpointSpec['engineArguments'] => {
  const isFound = textOf(wish.hardware) === undefined && !(base && isSizedAlike(wish, base));
  return isFound ? (sizing?.recommended?.engineArguments ?? {}) : {};
};

export const shapeOf = (hardware: Hardware): HardwareShape => ({
  id: hardware.id,
  gpuModel: hardware.gpuModel,
  gpuCount: hardware.gpuCount,
  gpuThousandths: 1000,
  vcpuMillis: hardware.vcpuMillis,
  memoryMib: hardware.memoryMib,
  ...(hardware.spot && { spot: true }),
});
