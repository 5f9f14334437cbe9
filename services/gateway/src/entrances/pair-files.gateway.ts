import { readFileSync, type Stats } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadPair, type Pair, pairOf } from './pair.gateway.ts';
import type { PairFiles } from './pem.ts';

/** Chains are a few KiB. */
const LARGEST_FILE_BYTES = 256 * 1024;
/** Subfolders beyond are left out. */
export const MOST_HOSTS = 10_000;

/** The files of each host in a folder as ACME clients keep it: one subfolder for each, by the subfolder's name. */
export const pairsIn = async (folder: string): Promise<Map<string, PairFiles>> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted();
  return new Map(
    names.slice(0, MOST_HOSTS).map((name) => [
      name,
      {
        certificateFile: join(folder, name, 'fullchain.pem'),
        keyFile: join(folder, name, 'privkey.pem'),
      },
    ]),
  );
};

/** Changes whenever one of the files does. Links are followed: clients that keep every issue move a link. */
export const stampOf = async ({ certificateFile, keyFile }: PairFiles): Promise<string> => {
  const stamps = [];
  for (const [file, half] of [
    [certificateFile, 'certificate'],
    [keyFile, 'key'],
  ] as const)
    stamps.push(markOf(await stat(file).catch(unreadable(file, half)), file, half));
  return stamps.join(' ');
};

/** @throws BadPair */
export const readPair = async ({ certificateFile, keyFile }: PairFiles): Promise<Pair> => {
  const certificate = await readFile(certificateFile, 'latin1').catch(
    unreadable(certificateFile, 'certificate'),
  );
  return pairOf(certificate, await readFile(keyFile, 'latin1').catch(unreadable(keyFile, 'key')));
};

/** As `readPair`, for the check of the settings. */
export const readPairNow = ({ certificateFile, keyFile }: PairFiles): Pair => {
  const read = (file: string, half: BadPair['half']): string => {
    try {
      return readFileSync(file, 'latin1');
    } catch (error) {
      return unreadable(file, half)(error);
    }
  };
  return pairOf(read(certificateFile, 'certificate'), read(keyFile, 'key'));
};

const markOf = ({ mtimeMs, size, ino }: Stats, file: string, half: BadPair['half']): string => {
  if (size > LARGEST_FILE_BYTES) throw new BadPair(half, `${file} is too large for what it should hold`);
  return `${String(mtimeMs)}:${String(size)}:${String(ino)}`;
};

const unreadable =
  (file: string, half: BadPair['half']) =>
  (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadPair(
      half,
      code === 'ENOENT' ? `${file} is not there` : `${file} cannot be read (${code ?? 'unknown'})`,
    );
  };
