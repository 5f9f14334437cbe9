import { chmod, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type FakeAnswers = Readonly<{
  /** Lines of `index, name, MiB`. */
  gpus: string;
  list?: string;
  modes?: string;
  topology?: string;
  /** Lines of `index, uuid, percent, MiB used, MiB in all`. */
  use?: string;
}>;

const answer = (text: string | undefined): string =>
  text === undefined ? 'exit 3' : `cat <<'END'\n${text}\nEND\n`;

/** A program that answers as `nvidia-smi` does; what is left out it does not know. */
export const smiSaying = ({ gpus, list, modes, topology, use }: FakeAnswers): string => `case "$1" in
--query-gpu=index,name,memory.total) ${answer(gpus)} ;;
--query-gpu=index,uuid,utilization.gpu,memory.used,memory.total) ${answer(use)} ;;
--query-gpu=index,mig.mode.current) ${answer(modes)} ;;
-L) ${answer(list)} ;;
topo) ${answer(topology)} ;;
*) exit 2 ;;
esac`;

/** @returns the program; one that was there makes way at once */
export const fakeSmi = async (folder: string, script: string): Promise<string> => {
  const program = join(folder, 'nvidia-smi');
  await writeFile(`${program}.new`, `#!/bin/sh\n${script}\n`);
  await chmod(`${program}.new`, 0o755);
  await rename(`${program}.new`, program);
  return program;
};

export const uuidOf = (n: number): string => `GPU-00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const listLine = (index: number, uuid: string, name = 'NVIDIA L4'): string =>
  `GPU ${String(index)}: ${name} (UUID: ${uuid})`;
