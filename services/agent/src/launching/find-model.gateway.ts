import type { DesiredReplica } from '@tidegate/contracts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { firstGguf, modelFolder } from './model-file.ts';
import { NotLaunchable } from './not-launchable.ts';

export type FoundModel = Readonly<{
  /** On this node. */
  folder: string;
  /** The model's folder below the models folder. */
  parts: readonly [owner: string, name: string];
  fileNames: readonly string[];
}>;

/**
 * A model's folder below this node's models folder.
 * @throws NotLaunchable `model_not_found` when it is no model id or the node keeps no models; an empty folder is none
 */
export const findModel = async (model: string, modelsFolder: string | null): Promise<FoundModel> => {
  const parts = modelFolder(model);
  if (!parts) throw new NotLaunchable('model_not_found', `${model} is not a model id of the form owner/name`);
  if (modelsFolder === null)
    throw new NotLaunchable('model_not_found', `this node keeps no model files, so ${model} is not here`);
  const folder = join(modelsFolder, ...parts);
  return { folder, parts, fileNames: await readdir(folder).catch(() => []) };
};

/** The file of a model for engines that want one. @throws NotLaunchable `model_not_found` */
export const ggufOf = (
  { fileNames }: FoundModel,
  { model, modelSource, quantization }: Pick<DesiredReplica, 'model' | 'modelSource' | 'quantization'>,
): string => {
  const file = firstGguf(fileNames, quantization);
  if (file !== undefined) return file;
  const which = quantization === null ? '' : ` quantized as ${quantization}`;
  const rest = modelSource.kind === 'folder' ? '' : ', and this node fetches none';
  throw new NotLaunchable(
    'model_not_found',
    `${model} has no .gguf file${which} in this node's models folder${rest}`,
  );
};
