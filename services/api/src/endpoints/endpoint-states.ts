import type { EndpointState } from '@tidegate/contracts';

/**
 * The life cycle. Every change of state is one of these arrows; docs/states/endpoint.md draws the same ones.
 * `building` is passed within one decision until a build exists; nothing leads to `build_failed` and `disabled` yet.
 */
export const TRANSITIONS = {
  building: ['deploying'],
  deploying: ['starting', 'running', 'sleeping', 'deploy_failed', 'stopping', 'deleted'],
  starting: ['running', 'sleeping', 'deploy_failed', 'runtime_error', 'stopping', 'deleted'],
  running: ['starting', 'sleeping', 'runtime_error', 'stopping', 'deleted'],
  sleeping: ['running', 'waking', 'stopping', 'deleted'],
  waking: ['running', 'sleeping', 'deploy_failed', 'runtime_error', 'stopping', 'deleted'],
  stopping: ['stopped', 'deleted'],
  stopped: ['deploying', 'deleted'],
  build_failed: ['deploying', 'stopping', 'deleted'],
  deploy_failed: ['deploying', 'stopping', 'deleted'],
  runtime_error: ['deploying', 'stopping', 'deleted'],
  disabled: ['deleted'],
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

export const mayBecome = (from: EndpointState, to: EndpointState): boolean =>
  (TRANSITIONS[from] as readonly EndpointState[]).includes(to);

export const ACTIONS = ['start', 'stop', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

const LEADS_TO: Readonly<Record<Action, EndpointState>> = {
  start: 'deploying',
  stop: 'stopping',
  delete: 'deleted',
};

/** What its owner can do in a state, derived from the arrows: nothing is possible that leads nowhere. */
export const actionsIn = (state: EndpointState): Action[] =>
  state === 'building' ? [] : ACTIONS.filter((action) => mayBecome(state, LEADS_TO[action]));
