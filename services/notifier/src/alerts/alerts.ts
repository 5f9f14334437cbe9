import { type AlertEvent, type AlertRule, refuse } from '@tidegate/contracts';
import type { Decider } from '@tidegate/eventing';
import { mustHold } from './rule-problems.ts';

export type Alert = Readonly<{
  rule: AlertRule;
  /** Epoch microseconds; null: it is not muted by request. */
  mutedUntilUs: number | null;
}>;
/** All alerts of one project by id: one aggregate, so that names are taken once and their number has a limit. */
export type Alerts = Readonly<Record<string, Alert>>;

type Owned = Readonly<{ projectId: string; alertId: string }>;
/** What is left out stays as it is. */
export type Changes = Readonly<{ [Field in keyof AlertRule]?: AlertRule[Field] | undefined }>;
export type AlertCommand = Owned &
  (
    | Readonly<{ type: 'Create'; rule: AlertRule; most: number }>
    | Readonly<{ type: 'Change'; changes: Changes }>
    | Readonly<{ type: 'Mute'; untilUs: number }>
    | Readonly<{ type: 'Unmute' | 'Remove' }>
  );

/** The stream of a project’s alerts. */
export const streamOf = (projectId: string): string => `alerts-${projectId}`;

export const alerts: Decider<Alerts, AlertCommand, AlertEvent> = {
  initial: {},

  decide(state, command) {
    const { projectId, alertId } = command;
    const owned = { alertId, projectId };
    if (command.type === 'Create') return created(state, command);
    const before = state[alertId] ?? refuse('alert.not_found', { alertId });
    switch (command.type) {
      case 'Change': {
        const rule = merged(before.rule, command.changes);
        mustHold(rule);
        mustBeFree(state, rule.name, alertId);
        return isSame(rule, before.rule) ? [] : [{ type: 'AlertChanged', data: { ...owned, rule } }];
      }
      case 'Mute':
        return before.mutedUntilUs === command.untilUs
          ? []
          : [{ type: 'AlertMuted', data: { ...owned, untilUs: command.untilUs } }];
      case 'Unmute':
        return before.mutedUntilUs === null ? [] : [{ type: 'AlertUnmuted', data: owned }];
      case 'Remove':
        return [{ type: 'AlertRemoved', data: owned }];
    }
  },

  evolve(state, { type, data }) {
    const { alertId } = data;
    const before = state[alertId];
    const alertAs = (alert: Alert): Alerts => ({ ...state, [alertId]: alert });
    switch (type) {
      case 'AlertCreated':
        return alertAs({ rule: data.rule, mutedUntilUs: null });
      case 'AlertRemoved':
        return Object.fromEntries(Object.entries(state).filter(([id]) => id !== alertId));
      case 'AlertChanged':
        return before ? alertAs({ ...before, rule: data.rule }) : state;
      case 'AlertMuted':
        return before ? alertAs({ ...before, mutedUntilUs: data.untilUs }) : state;
      case 'AlertUnmuted':
        return before ? alertAs({ ...before, mutedUntilUs: null }) : state;
    }
  },
};

const created = (
  state: Alerts,
  { projectId, alertId, rule, most }: Extract<AlertCommand, { type: 'Create' }>,
): AlertEvent[] => {
  mustHold(rule);
  if (Object.keys(state).length >= most) return refuse('alert.too_many', { most });
  mustBeFree(state, rule.name, alertId);
  return [{ type: 'AlertCreated', data: { alertId, projectId, rule } }];
};

const merged = (rule: AlertRule, changes: Changes): AlertRule => ({
  ...rule,
  ...(Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<AlertRule>),
});

/** Fields may stand in another order. */
const isSame = (a: AlertRule, b: AlertRule): boolean =>
  (Object.keys(a) as (keyof AlertRule)[]).every(
    (field) => JSON.stringify(a[field]) === JSON.stringify(b[field]),
  );

const mustBeFree = (state: Alerts, name: string, alertId: string): void => {
  if (Object.entries(state).some(([id, { rule }]) => id !== alertId && rule.name === name))
    refuse('alert.name_taken', { name });
};
