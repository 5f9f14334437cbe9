import type { StopCause } from '@tidegate/contracts';

/** What engines print when a GPU's memory does not suffice. */
const OUT_OF_GPU_MEMORY = [
  /OutOfMemoryError/,
  /(?:CUDA|HIP)(?: error:?)? out of memory/i,
  /(?:CUDA|HIP)_ERROR_OUT_OF_MEMORY|hipErrorOutOfMemory|cudaErrorMemoryAllocation/,
  /cudaMalloc failed: out of memory/i,
  /No available memory for the cache blocks/i,
  /Not enough memory\. Please try to increase --mem-fraction-static/i,
] as const;

const COULD_NOT_BIND = /EADDRINUSE|address already in use/i;

/** What programs answer to a command line that they do not understand. */
const USAGE_EXIT_CODE = 2;
/** What a shell answers for a program that it cannot run or find. */
const NOT_LAUNCHED_EXIT_CODES: readonly (number | null)[] = [126, 127];

export type OwnEnd = Readonly<{ exitCode: number | null; lastLines: readonly string[] }>;

/** Why a replica that nobody stopped has ended, from what it left behind. */
export const classifyExit = ({ exitCode, lastLines }: OwnEnd): StopCause => {
  if (exitCode === USAGE_EXIT_CODE) return 'bad_arguments';
  if (NOT_LAUNCHED_EXIT_CODES.includes(exitCode)) return 'launch_failed';
  const ranOut = lastLines.some((line) => OUT_OF_GPU_MEMORY.some((pattern) => pattern.test(line)));
  return ranOut ? 'out_of_gpu_memory' : 'exited';
};

/** Another program has taken the replica's port since it was chosen. */
export const couldNotBind = ({ exitCode, lastLines }: OwnEnd): boolean =>
  exitCode !== 0 && lastLines.some((line) => COULD_NOT_BIND.test(line));
