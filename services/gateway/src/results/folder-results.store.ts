import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type ResultPlace, type ResultTarget, resultPath } from '@tidegate/contracts';
import type { ResultStore } from './result.store.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;

/** Results as files below one folder. Links are not followed: no target leads out of it. */
export class FolderResults implements ResultStore {
  /** @param root undefined: there is no such folder */
  constructor(private readonly root: string | undefined) {}

  async put(place: ResultPlace, json: Buffer): Promise<void> {
    const { target } = place;
    if (target.kind !== 'folder') throw new Error('the target is no folder');
    const path = resultPath(place);
    const file = path.at(-1) ?? '';
    const folder = await this.#made([...target.segments, ...path.slice(0, -1)]);
    // Under a name that nobody else writes to, until it is whole.
    const unfinished = join(folder, `.${file}.${randomUUID()}.part`);
    try {
      await writeWhole(unfinished, json);
      await rename(unfinished, join(folder, file));
      await syncFolder(folder);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async problem(target: ResultTarget): Promise<string | undefined> {
    if (target.kind !== 'folder') return 'it is no folder';
    if (this.root === undefined) return 'this platform has no results folder';
    let path: string;
    try {
      path = await realpath(this.root);
    } catch {
      return 'the platform’s results folder is missing';
    }
    for (const segment of target.segments) {
      path = join(path, segment);
      const found = await lstat(path).catch(() => undefined);
      if (!found) return undefined;
      if (!found.isDirectory()) return `${segment} is no folder of its own`;
    }
    return undefined;
  }

  /** Folder by folder, so that none of them is a link. */
  async #made(segments: readonly string[]): Promise<string> {
    if (this.root === undefined) throw new Error('this platform has no results folder');
    await mkdir(this.root, { recursive: true });
    const root = await realpath(this.root);
    let path = root;
    for (const segment of segments) {
      path = join(path, segment);
      await makeOwn(path, segment);
    }
    const real = await realpath(path);
    if (!real.startsWith(`${root}${sep}`)) throw new Error('the folder leads out of the results folder');
    return real;
  }
}

const makeOwn = async (path: string, segment: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!(await lstat(path)).isDirectory()) throw new Error(`${segment} is no folder of its own`);
  }
};

const writeWhole = async (path: string, bytes: Buffer): Promise<void> => {
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** A new name survives a power cut only with its folder. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
