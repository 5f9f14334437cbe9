import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const WRITER = fileURLToPath(new URL('./write-tiny-model.ts', import.meta.url));
const LONGEST_MS = 60_000;

/** Writes the demonstration model once, in a process of its own: it computes for a second or two. */
export const ensureTinyModel = async (modelsFolder: string): Promise<void> => {
  const path = join(modelsFolder, 'tidegate', 'tiny', 'model.gguf');
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await run(process.execPath, [WRITER, path], { timeout: LONGEST_MS });
};
