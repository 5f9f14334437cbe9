import type { EndpointState } from '@tidegate/contracts';

/** The life cycle. Every change of state is one of these arrows; docs/states/endpoint.md draws the same ones. */
export const TRANSITIONS = {
  building: ['deploying', 'build_failed', 'stopping', 'disabled', 'deleted'],
  deploying: ['starting', 'running', 'sleeping', 'deploy_failed', 'stopping', 'disabled', 'deleted'],
  starting: ['running', 'sleeping', 'deploy_failed', 'runtime_error', 'stopping', 'disabled', 'deleted'],
  running: ['starting', 'sleeping', 'runtime_error', 'stopping', 'disabled', 'deleted'],
  sleeping: ['running', 'waking', 'stopping', 'disabled', 'deleted'],
  waking: ['running', 'sleeping', 'deploy_failed', 'runtime_error', 'stopping', 'disabled', 'deleted'],
  stopping: ['stopped', 'disabled', 'deleted'],
  stopped: ['deploying', 'disabled', 'deleted'],
  build_failed: ['deploying', 'stopping', 'disabled', 'deleted'],
  deploy_failed: ['deploying', 'stopping', 'disabled', 'deleted'],
  runtime_error: ['deploying', 'stopping', 'disabled', 'deleted'],
  disabled: ['deploying', 'stopped', 'deleted'],
  deleted: [],
} as const satisfies Record<EndpointState, readonly EndpointState[]>;

/** It serves, or is on its way to: its replicas decide which of these it is in. */
export const ACTIVE = [
  'deploying',
  'starting',
  'running',
  'sleeping',
  'waking',
] as const satisfies EndpointState[];
export type ActiveState = (typeof ACTIVE)[number];

export const isActive = (state: EndpointState): state is ActiveState =>
  (ACTIVE as readonly EndpointState[]).includes(state);

/** It was given up: its owner tries it again, or mends it. */
export const isFailed = (state: EndpointState): boolean =>
  state === 'build_failed' || state === 'deploy_failed' || state === 'runtime_error';

export const mayBecome = (from: EndpointState, to: EndpointState): boolean =>
  (TRANSITIONS[from] as readonly EndpointState[]).includes(to);

export const ACTIONS = [
  'start',
  'stop',
  'restart',
  'update',
  'rollback',
  'promote',
  'abort',
  'enable',
  'disable',
  'delete',
] as const;
export type Action = (typeof ACTIONS)[number];

const SERVING = ['stop', 'restart', 'update', 'rollback', 'disable', 'delete'] as const;
const FAILED = ['start', 'stop', 'update', 'rollback', 'disable', 'delete'] as const;

/** What its owner can do in a state. What would only repeat what is so already is not offered, though it is agreed to. */
const IN_STATE: Readonly<Record<EndpointState, readonly Action[]>> = {
  building: ['stop', 'update', 'rollback', 'disable', 'delete'],
  deploying: SERVING,
  starting: SERVING,
  running: SERVING,
  // Nothing runs that could be restarted.
  sleeping: SERVING.filter((action) => action !== 'restart'),
  waking: SERVING,
  stopping: ['update', 'rollback', 'disable', 'delete'],
  stopped: ['start', 'update', 'rollback', 'disable', 'delete'],
  build_failed: FAILED,
  deploy_failed: FAILED,
  runtime_error: FAILED,
  disabled: ['enable', 'update', 'rollback', 'delete'],
  deleted: [],
};

/** What stands beside the state and opens or closes ways. */
export type Standing = Readonly<{
  rollout?: Readonly<{ percent: number }> | null;
  disabledBy?: 'owner' | 'operator' | null;
}>;

export const actionsIn = (
  state: EndpointState,
  { rollout = null, disabledBy = null }: Standing = {},
): Action[] => {
  const isOpen: Partial<Record<Action, boolean>> = {
    promote: isActive(state) && rollout !== null && rollout.percent < 100,
    abort: isActive(state) && rollout !== null,
    enable: state === 'disabled' && disabledBy !== 'operator',
  };
  return ACTIONS.filter((action) => isOpen[action] ?? IN_STATE[state].includes(action));
};
