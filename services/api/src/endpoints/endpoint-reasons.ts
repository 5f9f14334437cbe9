import type { Reason, StopCause } from '@tidegate/contracts';

const reason = (code: string, message: string, nextStep: string): Reason => ({ code, message, nextStep });

const WAIT = 'Nothing to do: this goes on by itself.';

export const accepted = reason('accepted', 'It was accepted and its first replica is being placed.', WAIT);
export const started = reason('start_requested', 'It was started again and a replica is being placed.', WAIT);
export const stopRequested = reason(
  'stop_requested',
  'Its owner stopped it; its replicas finish what they have.',
  WAIT,
);
export const stopped = reason('stopped', 'It is stopped and holds no hardware.', 'Start it to serve again.');
export const deleted = reason('deleted', 'Its owner deleted it.', 'Create a new endpoint to serve again.');
export const replicaStarted = reason(
  'replica_started',
  'A replica holds its hardware and loads the model.',
  WAIT,
);
export const replicaReady = reason('replica_ready', 'A replica answers.', 'Send it requests.');
export const replicasLost = reason(
  'replicas_lost',
  'No replica answers any more; others take their place.',
  WAIT,
);
export const asleep = (why: string): Reason =>
  reason('scaled_to_zero', why, 'Send a request: it wakes by itself.');
export const waking = (why: string): Reason => reason('waking', why, WAIT);

/** How each way a replica can end reads to a person, and what that person can do about it. */
const CAUSES: Partial<Record<StopCause, readonly [words: string, nextStep: string]>> = {
  exited: [
    'its process ended by itself',
    'Read the last lines of the log, correct the cause, then start it.',
  ],
  bad_arguments: ['the engine refused its arguments', 'Correct the engine arguments and create it anew.'],
  out_of_gpu_memory: [
    'it ran out of GPU memory',
    'Use hardware with more GPU memory, a shorter context or a smaller model.',
  ],
  model_not_found: [
    'the model could not be found or opened',
    'Check the model id and that this platform may read it.',
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
    'Read the last lines of the log, correct the cause, then start it.',
  ],
  launch_failed: [
    'it could not be launched',
    'Check that the framework is installed on the nodes, then start it.',
  ],
};
const UNKNOWN = ['it ended by itself', 'Read the last lines of the log, then start it.'] as const;

/** Enough of a log line to recognise it; the whole is in the log. */
const LONGEST_LINE = 300;

export type Ending = Readonly<{ cause: StopCause; exitCode: number | null; lastLine: string | null }>;

/** Why it was given up, with the class of the last failure as the code and the last line as the witness. */
export const failed = (ending: Ending, count: number, everReady: boolean): Reason => {
  const [words, nextStep] = CAUSES[ending.cause] ?? UNKNOWN;
  const exit = ending.exitCode === null ? '' : ` (exit code ${String(ending.exitCode)})`;
  const line = ending.lastLine ? ` Last line: “${ending.lastLine.slice(0, LONGEST_LINE)}”` : '';
  const when = everReady ? 'one after another' : 'in a row before one was ready';
  return reason(
    ending.cause,
    `${String(count)} replicas ended ${when}; of the last one: ${words}${exit}.${line}`,
    nextStep,
  );
};
