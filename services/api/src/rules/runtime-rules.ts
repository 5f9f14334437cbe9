import type { FieldProblem, HardwareShape } from '@tidegate/contracts';
import {
  FRAMEWORKS,
  type Framework,
  LASTING_HARDWARE,
  checkEngineArguments,
  checkGpu,
  checkImage,
  checkQuantization,
  checkTask,
  frameworkOf,
  hardwareOf,
} from '@tidegate/frameworks';
import { isRecord, memberOf } from '../changes/merge-patch.ts';
import { type Judged, given, textOf } from '../configuration/endpoint-wish.ts';
import { type Facts, problem, problemIf } from '../configuration/facts.ts';
import { imageName, isAbsoluteFolder, isGitRevision, isUrlPath } from './grammars.ts';
import { isTooLarge, resolutionOf } from '../configuration/resolution.ts';

const listed = (things: readonly Readonly<{ id: string }>[]): string => things.map(({ id }) => id).join(', ');

/** What runs, and on what: the framework, its image, model, arguments and hardware must fit each other. */
export const runtimeProblems = (wish: Judged, facts: Facts): FieldProblem[] => {
  const resolved = resolutionOf(wish, facts);
  const framework = frameworkOf(resolved.framework ?? '');
  const shape = resolved.hardware ?? null;
  return [
    ...modelProblems(wish),
    ...(framework ? fitProblems(wish, framework) : frameworkProblems(wish)),
    ...imageProblems(wish.image, facts),
    ...sourceProblems(wish, framework),
    ...hardwareProblems(wish, framework, facts),
    ...(shape && framework ? gpuProblems(framework, wish, shape) : []),
    ...containerProblems(wish),
  ];
};

const modelProblems = ({ model, image }: Judged): FieldProblem[] =>
  problemIf(
    (model ?? null) === null && (image ?? null) === null,
    '/model',
    'must be given, like owner/name; or give an image that brings its own',
  );

const frameworkProblems = ({ framework, model }: Judged): FieldProblem[] => {
  const choices = `one of ${listed(FRAMEWORKS)}`;
  if ((framework ?? null) !== null) return [problem('/framework', `must be ${choices}`)];
  const name = textOf(model);
  return name === undefined
    ? []
    : [problem('/framework', `must be given for ${name.slice(0, 100)}: ${choices}`)];
};

const fitProblems = (wish: Judged, framework: Framework): FieldProblem[] => {
  const image = isRecord(wish.image) ? wish.image : null;
  const engineArguments = isRecord(wish.engineArguments) ? given(wish.engineArguments) : {};
  return [
    ...checkImage(framework, image),
    ...problemIf(
      image !== null && framework.launch.container === undefined,
      '/image',
      `must be left out: ${framework.title} runs as a process of this platform`,
    ),
    ...checkTask(framework, textOf(wish.task) ?? null),
    ...checkQuantization(framework, textOf(wish.quantization) ?? null, engineArguments),
    ...checkEngineArguments(framework, engineArguments),
  ];
};

const imageProblems = (image: unknown, { base, kept }: Facts): FieldProblem[] => {
  const reference = textOf(memberOf(image, 'reference'));
  if (reference === undefined) return [];
  const name = imageName(reference);
  if (!name)
    return [
      problem(
        '/image/reference',
        'must look like registry.example.com/owner/name:tag or …@sha256:<64 hex digits>, its name in lower case',
      ),
    ];
  const before = imageName(base?.image?.reference ?? '');
  const isMoved = before !== null && before.registry !== name.registry;
  return problemIf(
    isMoved && kept.credentials !== null,
    '/image/credentials',
    'are those of another registry: give the ones of this registry, or null if the image is public',
  );
};

const sourceProblems = (wish: Judged, framework: Framework | null): FieldProblem[] => {
  const [kind, revision, url] = ['kind', 'revision', 'url'].map(
    (key) => memberOf(wish.modelSource, key) ?? null,
  );
  const needsWeights = framework?.modelForm === 'gguf-file' || framework?.modelForm === 'hub-id';
  return [
    ...(kind === 'hub'
      ? revisionProblems(revision)
      : problemIf(revision !== null, '/modelSource/revision', 'belongs to the kind hub: leave it out')),
    ...problemIf(
      kind === 'bucket',
      '/modelSource/kind',
      'cannot be bucket: nothing fetches from object storage. Choose hub, put the model into the models folder of the nodes ' +
        'and choose folder, or give an image that has it and choose image',
    ),
    ...problemIf(
      kind !== 'bucket' && url !== null,
      '/modelSource/url',
      'belongs to the kind bucket, which is not taken: leave it out',
    ),
    ...problemIf(
      kind === 'image' && needsWeights && !isRecord(wish.image),
      '/modelSource/kind',
      `cannot be image: ${framework?.title ?? ''} brings no weights; choose hub or folder, or give an image that has them`,
    ),
  ];
};

const revisionProblems = (revision: unknown): FieldProblem[] =>
  problemIf(
    typeof revision === 'string' && !isGitRevision(revision),
    '/modelSource/revision',
    'must be a branch, tag or commit of the model',
  );

const hardwareProblems = (
  { hardware }: Judged,
  framework: Framework | null,
  facts: Facts,
): FieldProblem[] => {
  const wanted = textOf(hardware);
  if (wanted !== undefined)
    return problemIf(
      hardwareOf(wanted) === null && facts.base?.hardware.id !== wanted,
      '/hardware',
      `must be one of ${listed(LASTING_HARDWARE)}; or, with a GPU, the same with -spot after it: cheaper, and taken back when others need it`,
    );
  const isLeftOut = (hardware ?? null) === null && !facts.base;
  return framework && isLeftOut ? sizingProblems(framework, facts) : [];
};

/** What was left out, and could not be found out either. */
const sizingProblems = ({ gpus, title }: Framework, { sizing }: Facts): FieldProblem[] => {
  if (sizing && isTooLarge(sizing)) return [problem('/hardware', sizing.explanation)];
  const choices = listed(LASTING_HARDWARE.filter(({ gpuCount }) => gpuCount > 0));
  const isMissing = gpus === 'required' && !sizing?.recommended;
  return problemIf(isMissing, '/hardware', `must be given for ${title}: choose one of ${choices}`);
};

const gpuProblems = (
  framework: Framework,
  wish: Judged,
  { id, gpuCount, gpuModel }: HardwareShape,
): FieldProblem[] => {
  const { gpus, title } = framework;
  return [
    ...problemIf(
      gpus === 'required' && gpuCount === 0,
      '/hardware',
      `${title} needs a GPU, and ${id} has none: choose hardware with one`,
    ),
    ...problemIf(
      gpus === 'none' && gpuCount > 0,
      '/hardware',
      `${title} runs on the CPU, and the GPU of ${id} would be paid for and not used: choose cpu hardware`,
    ),
    ...(isRecord(wish.image) ? [] : checkGpu(framework, textOf(wish.quantization) ?? null, gpuModel)),
  ];
};

/** Folders that the container itself needs as they are. */
const SYSTEM_FOLDERS = /^\/(?:proc|sys|dev|etc|bin|sbin|lib|lib64|usr|boot|run)(?:\/|$)/;

const containerProblems = ({ mountPath, healthPath }: Judged): FieldProblem[] => {
  const [mount, health] = [mountPath, healthPath].map(textOf);
  return [
    ...problemIf(
      mount !== undefined && !isAbsoluteFolder(mount),
      '/mountPath',
      'must be a folder from the root, like /data',
    ),
    ...problemIf(
      mount !== undefined && SYSTEM_FOLDERS.test(mount),
      '/mountPath',
      'would hide a folder of the system: choose another, like /data',
    ),
    ...problemIf(
      health !== undefined && !isUrlPath(health),
      '/healthPath',
      'must be a path that begins with “/”, without query, like /health',
    ),
  ];
};
