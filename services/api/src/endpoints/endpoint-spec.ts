import { EndpointSpec, type FieldProblem, type HardwareShape } from '@tidegate/contracts';
import {
  FRAMEWORKS,
  type Framework,
  HARDWARE,
  type Hardware,
  checkEngineArguments,
  checkEnvironment,
  frameworkOf,
  hardwareOf,
} from '@tidegate/frameworks';

type Given<T> = T | null | undefined;

/** What a user asks for. Everything but name and model may be left out; each field is of its type or was refused before. */
export type EndpointWish = Readonly<{
  name: string;
  model: string;
  description?: Given<string>;
  framework?: Given<string>;
  engineArguments?: Given<Record<string, unknown>>;
  environment?: Given<Record<string, unknown>>;
  cluster?: Given<string>;
  hardware?: Given<string>;
  visibility?: Given<EndpointSpec['visibility']>;
  scaling?: Given<{ [Key in keyof EndpointSpec['scaling']]?: Given<EndpointSpec['scaling'][Key]> }>;
  startupTimeoutSeconds?: Given<number>;
  notifyWebhookUrl?: Given<string>;
}>;

/** What one project may ask of one endpoint. */
export type Quota = Readonly<{ maxReplicas: number }>;

const DEFAULTS = {
  description: '',
  engineArguments: {},
  environment: {},
  cluster: 'local',
  hardware: 'cpu-1x',
  visibility: 'private',
  startupTimeoutSeconds: 600,
  notifyWebhookUrl: null,
  scaling: {
    mode: 'automatic',
    minReplicas: 0,
    maxReplicas: 1,
    rules: [{ metric: 'concurrency', target: 4 }],
    idleTimeoutSeconds: 300,
    initialCooldownSeconds: 0,
  },
} satisfies Partial<Record<keyof EndpointSpec, unknown>>;

const MOST_VARIABLES = 128;
const listed = (things: readonly Readonly<{ id: string }>[]): string => things.map(({ id }) => id).join(', ');

/** The framework that a model is served with when its owner names none; undefined when the model does not say. */
export const frameworkFor = (model: string): string | undefined =>
  /^tidegate\/tiny$|gguf/i.test(model) ? 'llama.cpp' : undefined;

/** What was sent, field by field: the shape of each is judged elsewhere and may be wrong. */
type Judged = { readonly [Field in keyof EndpointWish]?: unknown };

/** All that is wrong beyond the shape of single fields, at once. */
export const wishProblems = (wish: Judged, quota: Quota): FieldProblem[] => {
  const framework = frameworkOf(textOf(wish.framework) ?? frameworkFor(textOf(wish.model) ?? '') ?? '');
  const hardware = hardwareOf(textOf(wish.hardware) ?? DEFAULTS.hardware);
  return [
    ...(framework ? [] : frameworkProblems(wish)),
    ...(hardware
      ? fitProblems(framework, hardware)
      : [problem('/hardware', `must be one of ${listed(HARDWARE)}`)]),
    ...(framework && isRecord(wish.engineArguments)
      ? checkEngineArguments(framework, wish.engineArguments)
      : []),
    ...environmentProblems(wish.environment),
    ...scalingProblems(wish.scaling, quota),
    ...webhookProblems(wish.notifyWebhookUrl),
  ];
};

/** The whole spec, with defaults for what was left out. @returns problems when it still is none */
export const specOf = (wish: EndpointWish): EndpointSpec | FieldProblem[] => {
  const { hardware, scaling, ...rest } = wish;
  const shape = hardwareOf(hardware ?? DEFAULTS.hardware);
  const parsed = EndpointSpec.safeParse({
    ...DEFAULTS,
    framework: frameworkFor(wish.model),
    ...given(rest),
    hardware: shape && shapeOf(shape),
    scaling: { ...DEFAULTS.scaling, ...given(scaling ?? {}) },
  });
  return parsed.success
    ? parsed.data
    : parsed.error.issues.map(({ path, message }) =>
        problem(path.map((key) => `/${String(key)}`).join(''), message),
      );
};

export const shapeOf = (hardware: Hardware): HardwareShape => ({
  id: hardware.id,
  gpuModel: hardware.gpuModel,
  gpuCount: hardware.gpuCount,
  gpuThousandths: 1000,
  vcpuMillis: hardware.vcpuMillis,
  memoryMib: hardware.memoryMib,
});

const problem = (pointer: string, message: string): FieldProblem => ({ pointer, message });
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const given = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const frameworkProblems = ({ framework, model }: Judged): FieldProblem[] => {
  const choices = `one of ${listed(FRAMEWORKS)}`;
  const isGiven = framework !== undefined && framework !== null;
  const forModel = textOf(model)?.slice(0, 100) ?? 'this model';
  return [
    problem('/framework', isGiven ? `must be ${choices}` : `must be given for ${forModel}: ${choices}`),
  ];
};

const fitProblems = (framework: Framework | null, { id, gpuCount }: Hardware): FieldProblem[] => {
  if (framework?.gpus === 'required' && gpuCount === 0)
    return [problem('/hardware', `${framework.title} needs a GPU, and ${id} has none`)];
  if (framework?.gpus === 'none' && gpuCount > 0)
    return [
      problem(
        '/hardware',
        `${framework.title} runs on the CPU: the GPU of ${id} would be paid for and not used`,
      ),
    ];
  return [];
};

const environmentProblems = (environment: unknown): FieldProblem[] => {
  if (!isRecord(environment)) return [];
  const count = Object.keys(environment).length;
  return count > MOST_VARIABLES
    ? [problem('/environment', `must have at most ${MOST_VARIABLES} variables, and has ${count}`)]
    : checkEnvironment(environment);
};

const scalingProblems = (scaling: unknown, { maxReplicas: most }: Quota): FieldProblem[] => {
  const wanted: Record<string, unknown> = { ...DEFAULTS.scaling, ...given(isRecord(scaling) ? scaling : {}) };
  const { minReplicas, maxReplicas } = wanted;
  if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number') return [];
  const limit = `must be at most ${most}, the limit of this project`;
  const order = `must not be greater than maxReplicas, which is ${maxReplicas}`;
  return [
    ...(minReplicas > most ? [problem('/scaling/minReplicas', limit)] : []),
    ...(maxReplicas > most ? [problem('/scaling/maxReplicas', limit)] : []),
    ...(minReplicas > maxReplicas ? [problem('/scaling/minReplicas', order)] : []),
  ];
};

const webhookProblems = (url: unknown): FieldProblem[] => {
  if (typeof url !== 'string') return [];
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return [problem('/notifyWebhookUrl', 'must be an http or https URL')];
  return parsed.username || parsed.password
    ? [problem('/notifyWebhookUrl', 'must not carry a user name or password')]
    : [];
};
