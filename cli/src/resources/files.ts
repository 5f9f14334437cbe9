import { readFile } from 'node:fs/promises';
import type { Surroundings } from '../command.ts';
import { EXIT, Failed } from '../exits.ts';

/** The text of a file; of `-` what comes from stdin. */
export const textOfFile = async (file: string, { input = process.stdin }: Surroundings): Promise<string> => {
  if (file === '-') {
    let text = '';
    for await (const part of input) text += String(part);
    return text;
  }
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failed([`${file} cannot be read: ${(error as Error).message}`], { exit: EXIT.misused });
  });
};
