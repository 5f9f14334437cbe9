import type { ArgumentValues, LaunchKind } from './argument.ts';
import { givenValue, renderEngineArguments } from './engine-arguments.ts';
import type { EnvironmentPart, Framework, HubReference, LaunchPart } from './framework.ts';

/** What a launch template is filled with. */
export interface Filling {
  readonly framework: Framework;
  readonly kind: LaunchKind;
  readonly model: string;
  readonly servedNames: readonly string[];
  /** Null: it lies nowhere that the engine can read; it fetches the model itself, or needs none. */
  readonly modelPath: string | null;
  readonly modelRevision: string | null;
  readonly quantization: string | null;
  readonly engineArguments: ArgumentValues;
  readonly host: string;
  readonly port: number;
  readonly gpuCount: number;
}

type PartOf<From> = Extract<Exclude<LaunchPart, string>, { from: From }>;

const missing = ({ framework }: Filling, what: string, flag: string | null): never => {
  throw new Error(`${framework.id} needs a ${what}${flag === null ? '' : ` for ${flag}`}`);
};

const items = (flag: string | null, value: string): string[] => (flag === null ? [value] : [flag, value]);

const scalar = (
  { from, flag }: PartOf<'host' | 'port' | 'model' | 'modelPath' | 'servedName'>,
  filling: Filling,
): string => {
  switch (from) {
    case 'port':
      return String(filling.port);
    case 'servedName':
      return filling.servedNames[0] ?? filling.model;
    case 'host':
    case 'model':
      return filling[from];
    case 'modelPath':
      return filling.modelPath ?? missing(filling, from, flag);
  }
};

const hubName = ({ withQuantization }: HubReference, { model, quantization }: Filling): string =>
  withQuantization && quantization !== null ? `${model}:${quantization.toUpperCase()}` : model;

const modelLocation = ({ path, hub }: PartOf<'modelLocation'>, filling: Filling): string[] => {
  if (filling.modelPath !== null) return items(path, filling.modelPath);
  return hub === null ? missing(filling, 'modelPath', path) : items(hub.flag, hubName(hub, filling));
};

const servedNames = ({ flag, flagEach }: PartOf<'servedNames'>, filling: Filling): string[] =>
  flagEach ? filling.servedNames.flatMap((name) => [flag, name]) : [flag, ...filling.servedNames];

/** As if the user had set the argument, unless the user did: then it is rendered among the user's own. */
const asArgument = (filling: Filling, name: string, value: string): string[] => {
  const { framework, engineArguments } = filling;
  if (givenValue(engineArguments, name) !== undefined) return [];
  const argument = framework.engineArguments.find((known) => known.name === name);
  return argument === undefined ? missing(filling, `argument ${name}`, null) : [argument.flag, value];
};

const quantization = (filling: Filling): string[] => {
  const { argument = null, choices = [] } = filling.framework.quantization ?? {};
  const chosen = choices.find(({ id }) => id === filling.quantization);
  const passes = chosen?.passes ?? null;
  return argument === null || passes === null ? [] : asArgument(filling, argument, passes);
};

const isSet = ({ engineArguments }: Filling, name: string): boolean =>
  givenValue(engineArguments, name) !== undefined;

type Renderers = {
  readonly [From in Exclude<LaunchPart, string>['from']]: (part: PartOf<From>, filling: Filling) => string[];
};

const single = (part: Parameters<typeof scalar>[0], filling: Filling): string[] => [
  part.flag,
  scalar(part, filling),
];

const RENDERERS: Renderers = {
  host: single,
  port: single,
  model: single,
  modelPath: single,
  servedName: single,
  servedNames,
  modelLocation,
  modelRevision: ({ flag }, { modelRevision, modelPath }) =>
    modelRevision === null || modelPath !== null ? [] : [flag, modelRevision],
  gpuCount: ({ argument }, filling) =>
    filling.gpuCount > 1 ? asArgument(filling, argument, String(filling.gpuCount)) : [],
  withGpus: ({ items: given, unlessSet }, filling) =>
    filling.gpuCount > 0 && !isSet(filling, unlessSet) ? [...given] : [],
  quantization: (_, filling) => quantization(filling),
  engineArguments: (_, { framework, engineArguments, kind }) =>
    renderEngineArguments(framework, engineArguments, kind),
};

const renderPart = <From extends keyof Renderers>(part: PartOf<From>, filling: Filling): string[] =>
  RENDERERS[part.from](part, filling);

/** The argument list of a replica: each value is an item of its own. Throws when the engine lacks what it needs. */
export const renderParts = (parts: readonly LaunchPart[], filling: Filling): string[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [part] : renderPart(part, filling)));

const renderVariable = ({ from }: EnvironmentPart, filling: Filling): string => {
  switch (from) {
    case 'port':
      return String(filling.port);
    case 'modelLocation':
      return filling.modelPath ?? filling.model;
    case 'servedName':
      return filling.servedNames[0] ?? filling.model;
  }
};

export const renderEnvironment = (
  environment: Readonly<Record<string, string | EnvironmentPart>>,
  filling: Filling,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : renderVariable(value, filling),
    ]),
  );
