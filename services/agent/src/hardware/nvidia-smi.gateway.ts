import { execFile } from 'node:child_process';
import type { Printed } from './sighted-gpus.ts';

/** As it is found on the path. */
export const NVIDIA_SMI = 'nvidia-smi';
/** The first call wakes the driver, which takes seconds on a machine with many GPUs. */
const NVIDIA_SMI_LIMIT_MS = 30_000;
const MOST_BYTES = 1024 ** 2;

const GPUS = ['--query-gpu=index,name,memory.total', '--format=csv,noheader,nounits'];
const USE = [
  '--query-gpu=index,uuid,utilization.gpu,memory.used,memory.total',
  '--format=csv,noheader,nounits',
];
const MODES = ['--query-gpu=index,mig.mode.current', '--format=csv,noheader'];

type Answer = Readonly<{ printed: string; problem: (Error & { code?: unknown }) | null }>;

/** `absent`: there is no such program here. */
export type Look = Readonly<
  { kind: 'seen'; printed: Printed } | { kind: 'absent' } | { kind: 'failed'; error: string }
>;

export type UseLook = Readonly<
  { kind: 'seen'; printed: string } | { kind: 'absent' } | { kind: 'failed'; error: string }
>;

/** How this machine's GPUs are used now. Never fails, and never lasts much longer than the limit. */
export const lookAtGpuUse = async (program: string, limitMs: number): Promise<UseLook> => {
  const { printed, problem } = await answerOf(program, USE, limitMs);
  return missing(printed, problem) ?? { kind: 'seen', printed };
};

/** Of several GPUs one may have failed: those that it tells are well. */
const missing = (
  printed: string,
  problem: Answer['problem'],
): Exclude<UseLook, { kind: 'seen' }> | undefined => {
  if (problem?.code === 'ENOENT') return { kind: 'absent' };
  if (problem && !/^\s*\d+\s*,/m.test(printed))
    return { kind: 'failed', error: problem.message.slice(0, 500) };
  return undefined;
};

/**
 * What nvidia-smi tells of this machine's GPUs. Never fails, and never lasts much longer than the limit: a program that
 * hangs in the driver cannot even be killed, so nobody waits for its end.
 */
export const lookForGpus = async (program: string, limitMs = NVIDIA_SMI_LIMIT_MS): Promise<Look> => {
  const { printed: gpus, problem } = await answerOf(program, GPUS, limitMs);
  const nothing = missing(gpus, problem);
  if (nothing) return nothing;
  const [modes, list, topology] = await Promise.all(
    [MODES, ['-L'], ['topo', '-m']].map((args) => answerOf(program, args, limitMs).then(wellPrinted)),
  );
  return {
    kind: 'seen',
    printed: { gpus, modes: modes ?? null, list: list ?? null, topology: topology ?? null },
  };
};

const wellPrinted = ({ printed, problem }: Answer): string | null => (problem ? null : printed);

const answerOf = (program: string, args: readonly string[], limitMs: number): Promise<Answer> =>
  new Promise((resolve) => {
    const child = execFile(program, args, { maxBuffer: MOST_BYTES }, (problem, printed) => {
      clearTimeout(limit);
      resolve({ printed, problem });
    });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      resolve({ printed: '', problem: new Error(`it has not answered within ${String(limitMs)} ms`) });
    }, limitMs);
  });
