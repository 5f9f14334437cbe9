import { z } from 'zod';

/** A fact, named in the past tense. `type` is the one name it has: in code, in Postgres, on the wire. */
export type Event<Type extends string = string, Data = unknown> = Readonly<{ type: Type; data: Data }>;

/** What led to an event: the person or service that acted, and the command that began the chain. */
export type EventMeta = Readonly<{
  /** W3C trace context of the append, so that one trace runs from the request to the last consumer. */
  traceparent?: string;
  /** `tok-…`, `service:<name>` or `operator`. */
  actor?: string;
  /** The HTTP request that asked for it. */
  requestId?: string;
}>;

/** An event once it is stored. `position` is its place in the whole log, `version` its place in its stream; both are dense from 1. */
export type Recorded<E extends Event = Event> = E &
  Readonly<{
    id: string;
    position: number;
    streamId: string;
    version: number;
    /** The version of the schema that `data` has here; what is stored may be older. */
    schemaVersion: number;
    tenantId: string | null;
    correlationId: string;
    causationId: string;
    /** The decider's clock: an input of the decision. */
    occurredAt: Date;
    meta: EventMeta;
  }>;

/** The streams of the bus that an event may travel on. LOG carries what Postgres has stored; the others carry signals and work. */
export const CHANNELS = ['LOG', 'TELEMETRY', 'INVOKE', 'LINES', 'REQUESTS', 'WEBHOOKS'] as const;
export type Channel = (typeof CHANNELS)[number];

export type Upcast = (data: Record<string, unknown>) => Record<string, unknown>;

/** One event type: its present schema and how each older version becomes the next. */
export type EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> = Readonly<{
  type: Type;
  /** Today's schema version. Additive changes keep it; a changed meaning of a field raises it; a changed fact is a new type. */
  version: number;
  channel: Channel;
  /** The noun it belongs to: the third token of its subject on the bus. */
  category: string;
  description: string;
  schema: Schema;
  /** `upcasts[n]` turns data of version n into version n + 1. Stored bytes never change. */
  upcasts: Readonly<Record<number, Upcast>>;
}>;

type Described = Readonly<{
  category: string;
  description: string;
  version?: number;
  upcasts?: Record<number, Upcast>;
}>;

export const defineEvent = <Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  channel: Channel,
  { category, description, version = 1, upcasts = {} }: Described,
  shape: Shape,
): EventDefinition<Type, z.ZodObject<Shape>> => ({
  type,
  version,
  channel,
  category,
  description,
  schema: z.object(shape),
  upcasts,
});

export type EventFrom<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema> ? Event<Type, z.infer<Schema>> : never;
