import { alertEvents } from './alert.events.ts';
import { billingEvents } from './billing.events.ts';
import { channelEvents } from './channel.events.ts';
import { endpointEvents } from './endpoint.events.ts';
import type { EventDefinition, EventFrom } from './event.ts';
import { logSinkEvents } from './log-sink.events.ts';
import { nodeEvents } from './node.events.ts';
import { projectEvents } from './project.events.ts';
import { replicaEvents } from './replica.events.ts';
import { scalingEvents } from './scaling.events.ts';
import { signalEvents } from './signal.events.ts';
import { webhookEvents } from './webhook.events.ts';

/** Every event there is: what types, JSON Schema, AsyncAPI and upcasting are made from. */
export const registry = {
  ...projectEvents,
  ...endpointEvents,
  ...scalingEvents,
  ...replicaEvents,
  ...nodeEvents,
  ...billingEvents,
  ...webhookEvents,
  ...logSinkEvents,
  ...channelEvents,
  ...alertEvents,
  ...signalEvents,
} as const;

export type Registry = typeof registry;
export type EventType = keyof Registry;
export type EventNamed<Type extends EventType> = EventFrom<Registry[Type]>;
export type AnyEvent = { [Type in EventType]: EventNamed<Type> }[EventType];

type On<Definitions> = { [Type in keyof Definitions]: EventFrom<Definitions[Type]> }[keyof Definitions];
export type ProjectEvent = On<typeof projectEvents>;
export type EndpointEvent = On<typeof endpointEvents>;
export type ScalingEvent = On<typeof scalingEvents>;
export type ReplicaEvent = On<typeof replicaEvents>;
export type NodeEvent = On<typeof nodeEvents>;
export type BillingEvent = On<typeof billingEvents>;
export type LogSinkEvent = On<typeof logSinkEvents>;
export type WebhookEvent = On<typeof webhookEvents>;
export type ChannelEvent = On<typeof channelEvents>;
export type AlertEvent = On<typeof alertEvents>;
export type SignalEvent = On<typeof signalEvents>;

export const definitionOf = (type: string): EventDefinition | undefined =>
  Object.hasOwn(registry, type) ? (registry as Record<string, EventDefinition>)[type] : undefined;

/**
 * Brings data of an older version up to today's, one version at a time.
 * A type that is not registered passes unchanged: a consumer that does not know it does not handle it either.
 */
export const upcast = (type: string, version: number, data: unknown): unknown => {
  const definition = definitionOf(type);
  if (!definition) return data;
  let current = data as Record<string, unknown>;
  for (let from = version; from < definition.version; from++) {
    const step = definition.upcasts[from];
    if (!step) throw new Error(`${type} has no upcast from version ${String(from)}`);
    current = step(current);
  }
  return current;
};

/** The version that data has after `upcast`: today's, or its own when a newer release wrote it. */
export const upcastVersion = (type: string, version: number): number =>
  Math.max(version, definitionOf(type)?.version ?? version);
