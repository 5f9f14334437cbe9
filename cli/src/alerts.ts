import { type Api, Failed } from './api.ts';
import { listed } from './pages.ts';
import { type Row, plain, shown, table } from './table.ts';

export type Alert = Readonly<{
  id: string;
  name: string;
  severity: string;
  scope: string;
  endpointId: string | null;
  metric: string;
  aggregate: string;
  operator: string;
  threshold: number;
  forSeconds: number;
  state: string;
  firing: number;
  isMuted: boolean;
  problem: string | null;
}>;
export type Transition = Readonly<{
  endpointId: string | null;
  replicaId: string | null;
  to: string;
  cause: string;
  value: number | null;
  threshold: number;
  isMuted: boolean;
  at: string;
}>;
export type Instance = Readonly<{
  endpointId: string | null;
  replicaId: string | null;
  state: string;
  since: string;
  value: number | null;
}>;

const MOST = 10_000;
const OPERATORS: Readonly<Record<string, string>> = { above: '>', at_least: '>=', below: '<', at_most: '<=' };

export const alerts = (api: Api, state?: string): Promise<Alert[]> =>
  listed(api, '/v1/alerts', { state }, MOST);

/** One that was called by its id or its name. */
export const alertCalled = async (api: Api, called: string): Promise<Alert> => {
  const found = (await alerts(api)).find(({ id, name }) => id === called || name === called);
  if (found) return found;
  throw new Failed([`There is no alert “${called}” in this project.`, 'tidegate alerts lists them.']);
};

const figure = (value: number | null): string => (value === null ? '-' : plain(value));
const whole = (endpointId: string | null, replicaId: string | null): string =>
  replicaId ?? endpointId ?? 'the project';

export const alertsText = (all: readonly Alert[]): string => {
  if (all.length === 0) return 'No alerts.\n';
  const rows = all.map((one): Row => [
    shown(one.name),
    one.id,
    `${one.metric} ${OPERATORS[one.operator] ?? one.operator} ${plain(one.threshold)}`,
    `${one.forSeconds} s`,
    one.endpointId ?? `each ${one.scope}`,
    one.severity,
    one.firing > 0 ? `${one.state} (${one.firing})` : one.state,
    one.isMuted ? 'muted' : one.problem ? 'not judged' : '',
  ]);
  return table(['ALERT', 'ID', 'WHEN', 'FOR', 'OF', 'SEVERITY', 'STATE', ''], rows);
};

export const historyText = (all: readonly Transition[]): string => {
  if (all.length === 0) return 'It has never fired.\n';
  const rows = all.map((one): Row => [
    one.at.replace('T', ' ').replace('Z', ''),
    whole(one.endpointId, one.replicaId),
    one.to,
    one.cause,
    figure(one.value),
    plain(one.threshold),
    one.isMuted ? 'muted' : '',
  ]);
  return table(['TIME', 'OF', 'BECAME', 'BY', 'VALUE', 'THRESHOLD', ''], rows);
};

export const instancesText = (all: readonly Instance[]): string => {
  if (all.length === 0) return 'It has judged nothing yet.\n';
  const rows = all.map((one): Row => [
    whole(one.endpointId, one.replicaId),
    one.state,
    one.since.replace('T', ' ').replace('Z', ''),
    figure(one.value),
  ]);
  return table(['OF', 'STATE', 'SINCE', 'VALUE'], rows);
};
