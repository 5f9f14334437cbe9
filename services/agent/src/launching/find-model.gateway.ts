import type { DesiredReplica } from '@tidegate/contracts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { firstGguf, modelFolder } from './model-file.ts';
import { NotLaunchable } from './not-launchable.ts';

export type FoundModel = Readonly<{
  /** On the node that is to run it. */
  folder: string;
  /** The model's folder below the models folder. */
  parts: readonly [owner: string, name: string];
  /** Null: the agent does not see the folder. */
  fileNames: readonly string[] | null;
}>;

/**
 * A model's folder below a models folder.
 * @param modelsFolder as the agent sees it
 * @param onNode as the node that is to run it sees it
 * @throws NotLaunchable `model_not_found` when it is no model id or the node keeps no models; an empty folder is none
 */
export const findModel = async (
  model: string,
  modelsFolder: string | null,
  onNode = modelsFolder,
): Promise<FoundModel> => {
  const parts = modelFolder(model);
  if (!parts) throw new NotLaunchable('model_not_found', `${model} is not a model id of the form owner/name`);
  if (onNode === null)
    throw new NotLaunchable('model_not_found', `this node keeps no model files, so ${model} is not here`);
  const seen = modelsFolder === null ? null : readdir(join(modelsFolder, ...parts)).catch(() => []);
  return { folder: join(onNode, ...parts), parts, fileNames: await seen };
};

/** The file of a model for engines that want one. @throws NotLaunchable `model_not_found` */
export const ggufOf = (
  { fileNames }: FoundModel,
  { model, modelSource, quantization }: Pick<DesiredReplica, 'model' | 'modelSource' | 'quantization'>,
): string => {
  if (fileNames === null)
    throw new NotLaunchable(
      'model_not_found',
      `${model} is one of several files in a folder that the agent does not see: TIDEGATE_MODELS_DIR says where`,
    );
  const file = firstGguf(fileNames, quantization);
  if (file !== undefined) return file;
  const which = quantization === null ? '' : ` quantized as ${quantization}`;
  const rest = modelSource.kind === 'folder' ? '' : ', and this node fetches none';
  throw new NotLaunchable(
    'model_not_found',
    `${model} has no .gguf file${which} in this node's models folder${rest}`,
  );
};
