import type { z } from 'zod';
import type { EventDefinition } from './event.ts';
import { type EventType, registry } from './registry.ts';

/** Facts of the whole platform that every project’s bill depends on: they belong to no project, and every project may hear them. */
export const EVERYBODYS_EVENTS = [
  'RatePublished',
  'PlanPublished',
  'UsageHourClosed',
  'BillingPeriodClosed',
] as const satisfies readonly EventType[];

/** What goes to one webhook only, because it is about it. */
const TO_ITSELF: readonly string[] = ['WebhookTestRequested', 'WebhookReplayRequested'];
/** Fingerprints of credentials go nowhere. */
const KEPT: readonly string[] = ['token'];

const namesProject = ({ schema }: EventDefinition): boolean =>
  'projectId' in (schema as unknown as z.ZodObject).shape;

const isOffered = (definition: EventDefinition): boolean =>
  definition.channel === 'LOG' &&
  !TO_ITSELF.includes(definition.type) &&
  !KEPT.includes(definition.category) &&
  (namesProject(definition) || (EVERYBODYS_EVENTS as readonly string[]).includes(definition.type));

/** The events that a webhook may be subscribed to, with the group of each. */
export const WEBHOOK_EVENT_GROUPS: ReadonlyMap<EventType, string> = new Map(
  (Object.values(registry) as EventDefinition[])
    .filter(isOffered)
    .map(({ type, category }) => [type as EventType, category]),
);

/** Everything that may stand in a subscription: `*`, groups like `billing.*`, and names. */
export const WEBHOOK_EVENT_TYPES: readonly string[] = [
  '*',
  ...[...new Set(WEBHOOK_EVENT_GROUPS.values())].map((group) => `${group}.*`).sort(),
  ...[...WEBHOOK_EVENT_GROUPS.keys()].sort(),
];

/** What a subscription may say to hear of an event; nothing for one that is not offered. */
export const subscribedBy = (type: string): string[] => {
  const group = WEBHOOK_EVENT_GROUPS.get(type as EventType);
  return group === undefined ? [] : ['*', `${group}.*`, type];
};

/** The events that a subscription names. */
export const eventsIn = (eventTypes: readonly string[]): EventType[] =>
  [...WEBHOOK_EVENT_GROUPS.keys()].filter((type) =>
    subscribedBy(type).some((pattern) => eventTypes.includes(pattern)),
  );
