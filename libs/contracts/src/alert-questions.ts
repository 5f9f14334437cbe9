import { z } from 'zod';
import { AlertRule } from './alert.events.ts';
import { AlertId, EndpointId, ProjectId, ReplicaId } from './ids.ts';
import type { Question } from './questions.ts';

const At = z.iso.datetime();

/** Of one series; an alert as a whole has the first of these that one of its series has, from the right. */
export const ALERT_STATES = ['normal', 'pending', 'recovering', 'firing'] as const;
export const ALERT_CAUSES = ['value', 'no_data', 'stopped', 'changed', 'removed'] as const;

export const AlertView = AlertRule.extend({
  id: AlertId,
  projectId: ProjectId,
  state: z.enum(ALERT_STATES),
  /** How many of its series fire, recovering ones included. */
  firing: z.int(),
  mutedUntil: At.nullable(),
  /** It is muted now, by request or by one of its windows. */
  isMuted: z.boolean(),
  /** When it was last judged; null: not yet. */
  evaluatedAt: At.nullable(),
  /** Why it could not be judged the last time; null: it could. */
  problem: z.string().nullable(),
  createdAt: At,
  updatedAt: At,
});
export type AlertView = z.infer<typeof AlertView>;

const series = {
  /** Null: the whole project. */
  endpointId: EndpointId.nullable(),
  replicaId: ReplicaId.nullable(),
};

/** What an alert says of one series now. */
export const AlertInstanceView = z.object({
  ...series,
  state: z.enum(ALERT_STATES),
  since: At,
  /** The last value that there was. */
  value: z.number().nullable(),
  firingSince: At.nullable(),
  /** When somebody was last told that it fires. */
  toldAt: At.nullable(),
});
export type AlertInstanceView = z.infer<typeof AlertInstanceView>;

/** One time that a series began to fire, or that this was over. */
export const AlertTransitionView = z.object({
  ...series,
  /** 1, 2, 3, … of its series. */
  number: z.int(),
  to: z.enum(['firing', 'resolved']),
  /** Why: the value, that there was none, or that its endpoint was stopped or its rule changed or removed. */
  cause: z.enum(ALERT_CAUSES),
  value: z.number().nullable(),
  /** The rule’s at that time. */
  threshold: z.number(),
  /** Nobody was told of it, because it was muted. */
  isMuted: z.boolean(),
  at: At,
});
export type AlertTransitionView = z.infer<typeof AlertTransitionView>;

const one = { projectId: ProjectId, alertId: AlertId };
const Paging = { limit: z.int().min(1).max(500), cursor: z.string().nullable() };
/** Who asks, and under which id it has one effect. */
const because = { commandId: z.uuid(), actor: z.string(), requestId: z.string().nullable() };
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
const question = <Name extends string, Ask extends z.ZodType, Answer extends z.ZodType>(
  name: Name,
  ask: Ask,
  answer: Answer,
): Question<Name, Ask, Answer> => ({ name, ask, answer });

export const alertQuestions = {
  /** Oldest first. */
  all: question(
    'notifier.alerts',
    z.object({ projectId: ProjectId, state: z.enum(ALERT_STATES).nullable(), ...Paging }),
    pageOf(AlertView),
  ),
  one: question('notifier.alert', z.object(one), AlertView),
  create: question(
    'notifier.create-alert',
    z.object({ projectId: ProjectId, rule: AlertRule, ...because }),
    AlertView,
  ),
  /** What is left out stays as it is. */
  change: question(
    'notifier.change-alert',
    z.object({ ...one, ...because, changes: AlertRule.partial() }),
    AlertView,
  ),
  remove: question('notifier.remove-alert', z.object({ ...one, ...because }), z.object({})),
  /** Null: it is told again. */
  mute: question(
    'notifier.mute-alert',
    z.object({ ...one, ...because, untilUs: z.int().min(0).nullable() }),
    AlertView,
  ),
  /** By each of its channels. */
  test: question(
    'notifier.test-alert',
    z.object({ ...one, ...because }),
    z.object({ deliveryIds: z.array(z.string()) }),
  ),
  instances: question(
    'notifier.alert-instances',
    z.object({ ...one, state: z.enum(ALERT_STATES).nullable(), ...Paging }),
    pageOf(AlertInstanceView),
  ),
  /** Newest first. */
  history: question('notifier.alert-history', z.object({ ...one, ...Paging }), pageOf(AlertTransitionView)),
} as const;
