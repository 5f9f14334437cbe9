import type {
  ALERT_STATES,
  AlertInstanceView,
  AlertRule,
  AlertTransitionView,
  AlertView,
} from '@tidegate/contracts';
import type { Instance } from '../evaluation/instance.ts';
import { isWithin } from '../evaluation/mute-windows.ts';
import type { Alert } from './alerts.ts';

export type AlertRow = Readonly<{
  alert_id: string;
  project_id: string;
  rule: AlertRule;
  muted_until_us: number | null;
  created_position: number;
  created_at: Date;
  updated_at: Date;
  evaluated_at: Date | null;
  problem: string | null;
  pending: number;
  recovering: number;
  firing: number;
}>;
export type InstanceRow = Readonly<{
  series: string;
  endpoint_id: string | null;
  replica_id: string | null;
  instance: Instance;
}>;
export type TransitionRow = Readonly<{
  transition_id: number;
  endpoint_id: string | null;
  replica_id: string | null;
  number: number;
  to_phase: AlertTransitionView['to'];
  because: AlertTransitionView['cause'];
  value: number | null;
  threshold: number;
  is_muted: boolean;
  at: Date;
}>;

const isoOf = (atUs: number | null): string | null =>
  atUs === null ? null : new Date(Math.floor(atUs / 1000)).toISOString();

const stateOf = ({ firing, recovering, pending }: AlertRow): (typeof ALERT_STATES)[number] => {
  if (firing > 0) return 'firing';
  if (recovering > 0) return 'recovering';
  return pending > 0 ? 'pending' : 'normal';
};

/** @param nowUs decides whether it is muted */
export const alertViewOf = (row: AlertRow, nowUs: number): AlertView => {
  const isMutedByRequest = (row.muted_until_us ?? 0) > nowUs;
  return {
    ...row.rule,
    id: row.alert_id,
    projectId: row.project_id,
    state: stateOf(row),
    firing: row.firing + row.recovering,
    mutedUntil: isMutedByRequest ? isoOf(row.muted_until_us) : null,
    isMuted: isMutedByRequest || isWithin(row.rule.muteWindows, nowUs),
    evaluatedAt: row.evaluated_at?.toISOString() ?? null,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
};

/** An alert of which no list has anything yet. */
export const newAlertView = (
  { projectId, alertId }: Readonly<{ projectId: string; alertId: string }>,
  { rule, mutedUntilUs }: Alert,
  nowUs: number,
): AlertView => {
  const at = new Date(Math.floor(nowUs / 1000));
  const nothing = { evaluated_at: null, problem: null, pending: 0, recovering: 0, firing: 0 };
  const owner = { alert_id: alertId, project_id: projectId, rule, muted_until_us: mutedUntilUs };
  return alertViewOf({ ...owner, ...nothing, created_position: 0, created_at: at, updated_at: at }, nowUs);
};

export const instanceViewOf = ({ endpoint_id, replica_id, instance }: InstanceRow): AlertInstanceView => ({
  endpointId: endpoint_id,
  replicaId: replica_id,
  state: instance.phase,
  since: isoOf(instance.sinceUs) ?? '',
  value: instance.value,
  firingSince: isoOf(instance.firedUs),
  toldAt: isoOf(instance.toldUs),
});

export const transitionViewOf = (row: TransitionRow): AlertTransitionView => ({
  endpointId: row.endpoint_id,
  replicaId: row.replica_id,
  number: row.number,
  to: row.to_phase,
  cause: row.because,
  value: row.value,
  threshold: row.threshold,
  isMuted: row.is_muted,
  at: row.at.toISOString(),
});
