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

/** What model hubs' clients print when the model is there and this endpoint may not have it. */
const GATED_MODEL = [
  /GatedRepoError|Cannot access gated repo|You are trying to access a gated repo/i,
  /Access to model \S{1,200} is restricted/i,
  // Python's requests and httpx, and Rust's reqwest, as hub clients show them.
  /\b40[13] Client Error\b.{0,200}https?:\/\//,
  /Client error '40[13] \w+' for url 'https?:\/\//,
  /status client error \(40[13] \w+\) for url \(https?:\/\//,
  /private or gated repo.{0,80}authenticated/i,
] as const;

/** And when it is not there. */
const MODEL_NOT_FOUND = [
  /RepositoryNotFoundError|RevisionNotFoundError|Repository Not Found for url|Revision Not Found for url/,
  /is not a (?:valid )?local folder and is not a valid model identifier/i,
  /is not the path to a directory containing|does not appear to have a file named config\.json/i,
] as const;

/** What engines print that understand their command line and cannot do what it asks for. */
const BAD_ARGUMENTS = [
  /^\S{0,100}: ?error: (?:unrecognized arguments?:|argument -|the following arguments are required:|ambiguous option:)/,
  /^error: (?:unexpected argument '|invalid value '|the following required arguments)/,
  /validation errors? for (?:\w{0,40}Config|EngineArgs|AsyncEngineArgs|ServerArgs)\b/,
  /User-specified max_model_len \S{1,40} is greater than/,
  /(?:Unknown|Unsupported) (?:quantization method|load format)/i,
] as const;

const COULD_NOT_BIND = /EADDRINUSE|address already in use/i;

/** What programs answer to a command line that they do not understand. */
const USAGE_EXIT_CODE = 2;
/** What a shell answers for a program that it cannot run or find. */
const NOT_LAUNCHED_EXIT_CODES: readonly (number | null)[] = [126, 127];

export type OwnEnd = Readonly<{ exitCode: number | null; lastLines: readonly string[] }>;

/** In this order: what ran out of memory may have printed all of the others before. */
const TOLD_BY_LINES: readonly (readonly [StopCause, readonly RegExp[]])[] = [
  ['out_of_gpu_memory', OUT_OF_GPU_MEMORY],
  ['gated_model', GATED_MODEL],
  ['model_not_found', MODEL_NOT_FOUND],
  ['bad_arguments', BAD_ARGUMENTS],
];

/** Why a replica that nobody stopped has ended, from what it left behind. */
export const classifyExit = ({ exitCode, lastLines }: OwnEnd): StopCause => {
  if (exitCode === USAGE_EXIT_CODE) return 'bad_arguments';
  if (NOT_LAUNCHED_EXIT_CODES.includes(exitCode)) return 'launch_failed';
  // Who ended well had no such trouble, whatever it printed.
  if (exitCode === 0) return 'exited';
  const told = TOLD_BY_LINES.find(([, patterns]) =>
    lastLines.some((line) => patterns.some((pattern) => pattern.test(line))),
  );
  return told?.[0] ?? 'exited';
};

/** Another program has taken the replica's port since it was chosen. */
export const couldNotBind = ({ exitCode, lastLines }: OwnEnd): boolean =>
  exitCode !== 0 && lastLines.some((line) => COULD_NOT_BIND.test(line));
