import type { AlertRule } from '@tidegate/contracts';
import { type Notice as Told, factsOf } from '../notices/notice.ts';
import type { Because, Instance, Notice } from './instance.ts';

export type Subject = Readonly<{
  alertId: string;
  endpointId: string | null;
  replicaId: string | null;
  /** Of the endpoint; null: there is none, or it is gone. */
  endpointName: string | null;
}>;
export type Said = Readonly<{
  notice: Notice;
  /** As it was before this look: since when it fires. */
  before: Instance;
  after: Instance;
  because: Because | null;
  thread: string;
  nowUs: number;
}>;

const OPERATORS = {
  above: ['above', 'not above'],
  at_least: ['at least', 'below'],
  below: ['below', 'not below'],
  at_most: ['at most', 'above'],
} as const;

/** What the channels of an alert are told of one of its series. */
export const alertNotice = (rule: AlertRule, subject: Subject, said: Said): Told => {
  const { notice, before, after, thread, nowUs } = said;
  const where = placeOf(subject);
  const sinceUs = before.firedUs ?? after.firedUs ?? nowUs;
  return {
    type: `alert.${notice.kind}`,
    level: notice.kind === 'resolved' ? 'good' : rule.severity,
    title: where === null ? rule.name : `${rule.name}: ${where}`,
    text: [textOf(rule, said, sinceUs), rule.description].filter(Boolean).join('\n'),
    facts: factsOf({
      Alert: rule.name,
      Severity: rule.severity,
      Endpoint: subject.endpointId,
      Replica: subject.replicaId,
      Metric: `${rule.metric} (${rule.aggregate} of ${spanOf(rule.windowSeconds)})`,
      Value: after.value === null ? 'none' : figure(after.value),
      Threshold: `${OPERATORS[rule.operator][0]} ${figure(rule.threshold)}`,
      'Firing since': isoOf(sinceUs),
    }),
    thread,
    about: {
      alertId: subject.alertId,
      name: rule.name,
      description: rule.description,
      severity: rule.severity,
      endpointId: subject.endpointId,
      endpointName: subject.endpointName,
      replicaId: subject.replicaId,
      metric: rule.metric,
      aggregate: rule.aggregate,
      windowSeconds: rule.windowSeconds,
      operator: rule.operator,
      threshold: rule.threshold,
      value: after.value,
      cause: said.because,
      transition: notice.number,
      firingSince: isoOf(sinceUs),
    },
  };
};

/** What an alert’s channels get when somebody tries it out. */
export const alertTest = (alertId: string, rule: AlertRule): Told => ({
  type: 'alert.test',
  level: 'info',
  title: `Test of the alert ${rule.name}`,
  text: 'Nothing is wrong: this is how its channels are told.',
  facts: factsOf({ Alert: rule.name, Severity: rule.severity, Metric: rule.metric }),
  thread: null,
  about: { alertId, name: rule.name, severity: rule.severity },
});

const placeOf = ({ endpointId, endpointName, replicaId }: Subject): string | null => {
  if (endpointId === null) return null;
  const name = endpointName ?? endpointId;
  return replicaId === null ? name : `${name}, ${replicaId}`;
};

const textOf = (rule: AlertRule, said: Said, sinceUs: number): string => {
  const { notice, after, because, nowUs } = said;
  if (notice.kind === 'resolved')
    return `Resolved: ${endingOf(rule, said)}. It fired for ${spanOf((nowUs - sinceUs) / 1_000_000)}.`;
  const value = after.value === null ? 'unknown' : figure(after.value);
  return because === 'no_data'
    ? `There is no value of ${rule.metric}.`
    : `${rule.metric} is ${value}, ${OPERATORS[rule.operator][0]} ${figure(rule.threshold)}.`;
};

/** Why it is over. */
const endingOf = (rule: AlertRule, { after, because }: Said): string => {
  switch (because) {
    case 'stopped':
      return 'the endpoint or the replica was stopped';
    case 'changed':
      return 'the alert was changed';
    case 'removed':
      return 'the alert was removed';
    case 'no_data':
      return `there is no value of ${rule.metric} any more`;
    case 'value':
    case null: {
      const limit = figure(rule.clearThreshold ?? rule.threshold);
      return `${rule.metric} is ${figure(after.value ?? 0)}, ${OPERATORS[rule.operator][1]} ${limit}`;
    }
  }
};

const figure = (value: number): string => String(Number(value.toPrecision(4)));
const isoOf = (atUs: number): string => new Date(atUs / 1000).toISOString();

const SPANS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

/** The two largest units: 90061 s are `1 d 1 h`. */
const spanOf = (seconds: number): string => {
  const parts: string[] = [];
  let left = Math.round(seconds);
  for (const [unit, name] of SPANS) {
    if (left >= unit) parts.push(`${String(Math.floor(left / unit))} ${name}`);
    left %= unit;
  }
  if (left > 0 || parts.length === 0) parts.push(`${String(left)} s`);
  return parts.slice(0, 2).join(' ');
};
