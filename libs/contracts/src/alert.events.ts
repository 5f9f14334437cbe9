import { z } from 'zod';
import { defineEvent } from './event.ts';
import { AlertId, ChannelId, EndpointId, ProjectId } from './ids.ts';
import { METRIC_SCOPES } from './metric-names.ts';
import { METRIC_LIMITS, MetricAggregate } from './metric-questions.ts';

const owner = { alertId: AlertId, projectId: ProjectId };
const category = 'alert';

export const ALERT_LIMITS = {
  nameCharacters: 100,
  descriptionCharacters: 1000,
  channels: 10,
  muteWindows: 10,
  windowSeconds: METRIC_LIMITS.windowSeconds,
  leastWindowSeconds: 30,
  /** Of `for` and of what keeps it firing. */
  waitSeconds: 86_400,
  leastRepeatSeconds: 300,
  mostRepeatSeconds: 2_592_000,
} as const;

export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export const ALERT_OPERATORS = ['above', 'at_least', 'below', 'at_most'] as const;
export const NO_DATA_POLICIES = ['ok', 'alert', 'keep'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Each week at these times nobody is told that something begins to fire. */
export const MuteWindow = z.object({
  /** On which it begins; none: each day. */
  days: z.array(z.enum(WEEKDAYS)).max(WEEKDAYS.length),
  from: Time,
  /** Not part of it any more; at or before `from`: on the next day. */
  until: Time,
  /** An IANA name, e.g. Europe/Berlin. */
  timeZone: z.string().max(100),
});
export type MuteWindow = z.infer<typeof MuteWindow>;

const WaitSeconds = z.int().min(0).max(ALERT_LIMITS.waitSeconds);

/** When somebody is told of a metric, and of what. */
export const AlertRule = z.object({
  name: z.string().max(ALERT_LIMITS.nameCharacters),
  /** Told with each notice, e.g. what to do. */
  description: z.string().max(ALERT_LIMITS.descriptionCharacters),
  severity: z.enum(ALERT_SEVERITIES),
  /** Whether each endpoint, each replica, or the project as a whole is judged. */
  scope: z.enum(METRIC_SCOPES),
  /** Null: every endpoint of the project. */
  endpointId: EndpointId.nullable(),
  metric: z.string().max(200),
  aggregate: MetricAggregate,
  windowSeconds: z.int().min(ALERT_LIMITS.leastWindowSeconds).max(ALERT_LIMITS.windowSeconds),
  operator: z.enum(ALERT_OPERATORS),
  threshold: z.number(),
  /** What fires is over when the value is no longer beyond this; null: beyond the threshold. */
  clearThreshold: z.number().nullable(),
  /** So long it must be beyond the threshold without a break. */
  forSeconds: WaitSeconds,
  /** So long it must be over without a break. */
  keepFiringForSeconds: WaitSeconds,
  /** What it means that there is no value: all is well, it is to be told, or nothing changes. */
  noData: z.enum(NO_DATA_POLICIES),
  /** Told again while it fires; null: once. */
  repeatEverySeconds: z
    .int()
    .min(ALERT_LIMITS.leastRepeatSeconds)
    .max(ALERT_LIMITS.mostRepeatSeconds)
    .nullable(),
  muteWindows: z.array(MuteWindow).max(ALERT_LIMITS.muteWindows),
  /** By which it is told; none: it is shown alone. */
  channelIds: z.array(ChannelId).max(ALERT_LIMITS.channels),
});
export type AlertRule = z.infer<typeof AlertRule>;

export const alertEvents = {
  AlertCreated: defineEvent(
    'AlertCreated',
    'LOG',
    { category, description: 'From here on a metric is watched, and its project is told by this rule.' },
    { ...owner, rule: AlertRule },
  ),
  AlertChanged: defineEvent(
    'AlertChanged',
    'LOG',
    { category, description: 'An alert has another rule: what fired by the one before is over.' },
    { ...owner, rule: AlertRule },
  ),
  AlertMuted: defineEvent(
    'AlertMuted',
    'LOG',
    { category, description: 'Until a moment nobody is told that something begins to fire.' },
    { ...owner, untilUs: z.int().min(0) },
  ),
  AlertUnmuted: defineEvent(
    'AlertUnmuted',
    'LOG',
    { category, description: 'An alert is told again before its mute has ended.' },
    owner,
  ),
  AlertRemoved: defineEvent(
    'AlertRemoved',
    'LOG',
    { category, description: 'A metric is watched by this rule no more: what fired by it is over.' },
    owner,
  ),
} as const;
