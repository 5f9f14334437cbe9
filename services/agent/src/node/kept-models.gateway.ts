import { opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { modelFolder } from '../launching/model-file.ts';
import { MOST_KEPT } from './kept-things.ts';

/** So many folders are looked into: beyond that it is no folder of models. */
const MOST_FOLDERS = 5000;

/** The models that are in a node's models folder, as `owner/name`; an empty folder is none. */
export const keptModels = async (modelsFolder: string): Promise<string[]> => {
  const models: string[] = [];
  let looks = 0;
  for (const owner of await namesIn(modelsFolder))
    for (const name of await namesIn(join(modelsFolder, owner))) {
      if (models.length >= MOST_KEPT || looks >= MOST_FOLDERS) return models;
      looks += 1;
      if (modelFolder(`${owner}/${name}`) && (await holdsSomething(join(modelsFolder, owner, name))))
        models.push(`${owner}/${name}`);
    }
  return models;
};

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).toSorted().slice(0, MOST_FOLDERS);

const holdsSomething = async (folder: string): Promise<boolean> => {
  try {
    await using entries = await opendir(folder);
    return (await entries.read()) !== null;
  } catch {
    return false;
  }
};
