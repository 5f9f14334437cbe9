import type { Reason, StopCause } from '@tidegate/contracts';

/** How each way a replica can end reads to a person, and what that person can do about it. */
const CAUSES: Partial<Record<StopCause, readonly [words: string, nextStep: string]>> = {
  exited: [
    'its process ended by itself',
    'Read the last lines of the log, correct the cause, then start it or update it.',
  ],
  bad_arguments: ['the engine refused its arguments', 'Correct the engine arguments with an update.'],
  out_of_gpu_memory: [
    'it ran out of GPU memory',
    'Use hardware with more GPU memory, a shorter context or a smaller model.',
  ],
  out_of_memory: [
    'it needed more memory than its hardware has, and was ended',
    'Use hardware with more memory, or let the engine keep less in it.',
  ],
  model_not_found: [
    'the model could not be found or opened',
    'Check the model id and that this platform may read it.',
  ],
  gated_model: [
    'its model may be read only by those whom its owner has admitted',
    'Ask for access at the model hub, and give a token that has it as a secret.',
  ],
  image_pull_failed: [
    'its image could not be fetched',
    'Check the reference of the image and the credentials of its registry.',
  ],
  port_never_opened: [
    'it never listened on its port in time',
    'Raise startupTimeoutSeconds, or make the engine listen on the port it is given.',
  ],
  health_never_ok: [
    'its health check never succeeded in time',
    'Raise startupTimeoutSeconds, or look in the log for what it waited for.',
  ],
  health_lost: [
    'it stopped answering its health check',
    'Read the last lines of the log, correct the cause, then start it or update it.',
  ],
  launch_failed: [
    'it could not be launched',
    'Check that the framework is installed on the nodes, then start it.',
  ],
  node_lost: ['its node was lost', 'Nothing to do: another one takes its place.'],
  node_restarted: ['its node restarted', 'Nothing to do: another one takes its place.'],
  agent_stopped: ['its node was taken out of service', 'Nothing to do: another one takes its place.'],
  preempted: [
    'its place was needed by replicas of a higher priority',
    'Nothing to do: another one is placed as soon as there is room. Or raise its priority, or use hardware that is not spot.',
  ],
  node_drained: ['its node was drained', 'Nothing to do: another one takes its place.'],
  evicted: ['its node had to let it go', 'Nothing to do: another one takes its place.'],
  orphaned: ['its node no longer knew of it', 'Nothing to do: another one takes its place.'],
};
const UNKNOWN = ['it ended by itself', 'Read the last lines of the log, then start it.'] as const;

/** Enough of a log line to recognise it; the whole is in the log. */
const LONGEST_LINE = 300;

export type Ending = Readonly<{ cause: StopCause; exitCode: number | null; lastLine: string | null }>;

/** What became of one replica, with its exit code and its last line as the witness, and what can be done about it. */
export const wordsOf = ({ cause, exitCode, lastLine }: Ending): { words: string; nextStep: string } => {
  const [words, nextStep] = CAUSES[cause] ?? UNKNOWN;
  const exit = exitCode === null ? '' : ` (exit code ${exitCode})`;
  const line = lastLine ? ` Last line: “${lastLine.slice(0, LONGEST_LINE)}”` : '';
  return { words: `${words}${exit}.${line}`, nextStep };
};

/** Why the endpoint was given up, with the class of the last failure as the code. */
export const failed = (ending: Ending, count: number, everReady: boolean): Reason => {
  const { words, nextStep } = wordsOf(ending);
  const when = everReady ? 'one after another' : 'in a row before one was ready';
  return {
    code: ending.cause,
    message: `${count} replicas ended ${when}; of the last one: ${words}`,
    nextStep,
  };
};

export type Templates = Readonly<{ from: number; to: number }>;

/** Why a rollout was given up by itself; the template before it goes on. */
export const candidateFailed = (ending: Ending, count: number, { from, to }: Templates): Reason => {
  const { words, nextStep } = wordsOf(ending);
  return {
    code: ending.cause,
    message: `Template ${to} was given up for template ${from}: ${count} of its replicas ended one after another; of the last one: ${words}`,
    nextStep,
  };
};
