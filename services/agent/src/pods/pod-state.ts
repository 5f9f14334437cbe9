import type { StopCause } from '@tidegate/contracts';
import type { ContainerState, Pod, Terminated } from '../kubernetes/objects.ts';
import { CONTAINER } from './pod-manifest.ts';

/** Why a pod does not run yet, in classes of what may help. */
export type Hurdle = Readonly<{ kind: 'image' | 'container' | 'room'; reason: string; message: string }>;

export type PodEnd = Readonly<{
  /** Its program ran. */
  hasRun: boolean;
  exitCode: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Known better than by the exit code; null: it is not. */
  cause: StopCause | null;
  /** What its owner should read about it; null: nothing beside what the program itself has said. */
  words: string | null;
}>;

export type PodState =
  | Readonly<{ kind: 'waiting'; hurdle: Hurdle | null }>
  | Readonly<{ kind: 'running'; startedAt: string | null; host: string | null }>
  | (Readonly<{ kind: 'ended' }> & PodEnd);

const IMAGE_REASONS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
]);
const CONTAINER_REASONS = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreStartHookError',
]);
/** Container runtimes could not start the program at all: there is none of that name, or it may not be run. */
const NEVER_RAN_REASONS = new Set(['ContainerCannotRun', 'StartError']);

/** The cluster took its place away, which is no fault of the program. */
const TAKEN_REASONS = new Set([
  'Evicted',
  'Preempting',
  'Preempted',
  'NodeShutdown',
  'Shutdown',
  'Terminated',
  'NodeLost',
]);
/** Said of an eviction for what the replica itself has used up. */
const OWN_FAULT =
  /exceeds the (?:total )?limit|exceed(?:s|ed)? (?:its|the).{0,60}(?:local )?ephemeral storage|ephemeral.storage usage exceeds/i;

export const podState = (pod: Pod): PodState => {
  const { terminated, running, waiting } = stateOf(pod);
  if (terminated) return { kind: 'ended', ...endOf(pod, terminated) };
  if (ENDED_PHASES.has(pod.status?.phase ?? '')) return { kind: 'ended', ...endWithout(pod) };
  if (!running) return { kind: 'waiting', hurdle: hurdleOf(pod, waiting) };
  return { kind: 'running', startedAt: running.startedAt ?? null, host: pod.status?.podIP ?? null };
};

const containerOf = ({ status }: Pod) => status?.containerStatuses?.find(({ name }) => name === CONTAINER);
const stateOf = (pod: Pod): ContainerState => containerOf(pod)?.state ?? {};

const ENDED_PHASES = new Set(['Succeeded', 'Failed']);

/** Of a pod that is there no more: what was last seen of it may not be its end. */
export const lastStateOf = (pod: Pod): PodEnd => {
  const state = podState(pod);
  if (state.kind === 'ended') return state;
  const startedAt = state.kind === 'running' ? state.startedAt : null;
  return { ...BLANK, hasRun: state.kind === 'running', startedAt };
};

const BLANK = { exitCode: null, startedAt: null, finishedAt: null, cause: null, words: null } as const;

const endOf = (pod: Pod, ended: Terminated): PodEnd => {
  const { reason = '', message = '', exitCode, startedAt = null, finishedAt = null } = ended;
  const times = { startedAt, finishedAt };
  if (NEVER_RAN_REASONS.has(reason))
    return { ...BLANK, ...times, hasRun: false, cause: 'launch_failed', words: said(reason, message) };
  if (reason === 'OOMKilled') return { ...BLANK, ...times, hasRun: true, exitCode, cause: 'out_of_memory' };
  const taken = takenWords(pod);
  if (taken !== null) return { ...BLANK, ...times, hasRun: true, exitCode, ...taken };
  // The node came back without knowing what became of it.
  if (reason === 'ContainerStatusUnknown')
    return { ...BLANK, hasRun: true, cause: 'evicted', words: said(reason, message) };
  return { ...BLANK, ...times, hasRun: true, exitCode };
};

/**
 * It ended before its program ran: its node did not let it in, or could not start its container, of which some say to the
 * end that it waits.
 */
const endWithout = (pod: Pod): PodEnd => {
  const taken = takenWords(pod);
  if (taken !== null) return { ...BLANK, hasRun: false, ...taken };
  // It ran and was deleted, and its node has lost how it ended: some say then that it waits.
  if (containerOf(pod)?.lastState?.terminated) return { ...BLANK, hasRun: true };
  const { reason = '', message = '' } = stateOf(pod).waiting ?? pod.status ?? {};
  const words = `its node did not run it: ${said(reason, message)}`;
  return { ...BLANK, hasRun: false, cause: 'launch_failed', words };
};

const takenWords = ({ status }: Pod): Pick<PodEnd, 'cause' | 'words'> | null => {
  const { conditions = [], ...own } = status ?? {};
  const disrupted = conditions.find(({ type, status: is }) => type === 'DisruptionTarget' && is === 'True');
  const told = TAKEN_REASONS.has(own.reason ?? '') ? own : disrupted;
  if (!told) return null;
  const words = said(told.reason ?? '', told.message ?? '');
  if (OWN_FAULT.test(words)) return { cause: 'exited', words: `the cluster ended the replica: ${words}` };
  return { cause: 'evicted', words: `the cluster took the replica's place away: ${words}` };
};

const hurdleOf = (
  { status }: Pod,
  waiting: Readonly<{ reason?: string; message?: string }> | undefined,
): Hurdle | null => {
  const { reason = '', message = '' } = waiting ?? {};
  if (IMAGE_REASONS.has(reason)) return { kind: 'image', reason, message };
  if (CONTAINER_REASONS.has(reason)) return { kind: 'container', reason, message };
  return roomHurdle(status?.conditions ?? []);
};

const roomHurdle = (conditions: NonNullable<NonNullable<Pod['status']>['conditions']>): Hurdle | null => {
  const unplaced = conditions.find((one) => one.type === 'PodScheduled' && one.status === 'False');
  if (unplaced?.reason !== 'Unschedulable') return null;
  return { kind: 'room', reason: unplaced.reason, message: unplaced.message ?? '' };
};

const said = (reason: string, message: string): string =>
  [reason, message].filter((part) => part !== '').join(': ') || 'no reason was given';
