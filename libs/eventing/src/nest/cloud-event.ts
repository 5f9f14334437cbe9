import {
  type AnyEvent,
  type EventMeta,
  type Recorded,
  definitionOf,
  upcast,
  upcastVersion,
} from '@tidegate/contracts';
import { type MsgHdrs, headers } from '@nats-io/transport-node';

/**
 * CloudEvents 1.0 in binary mode for NATS: the body is the event's data, everything about it is in headers.
 * Header values are percent-encoded ASCII, as the binding demands.
 */
export const headersOf = (event: Recorded, source: string): MsgHdrs =>
  headersFrom(
    {
      specversion: '1.0',
      id: event.id,
      source,
      type: event.type,
      subject: event.streamId,
      time: event.occurredAt.toISOString(),
      dataschema: `urn:tidegate:event:${event.type}:v${String(event.schemaVersion)}`,
      sequence: String(event.position),
      streamversion: String(event.version),
      correlationid: event.correlationId,
      causationid: event.causationId,
      ...(event.tenantId !== null && { tenantid: event.tenantId }),
      ...(event.meta.actor && { actor: event.meta.actor }),
      ...(event.meta.requestId && { requestid: event.meta.requestId }),
    },
    event.meta.traceparent,
  );

/** Headers of a signal, which has no place in the log. */
export const signalHeaders = (
  given: Readonly<{ id: string; type: string; source: string; at: Date }>,
  traceparent?: string,
): MsgHdrs =>
  headersFrom(
    {
      specversion: '1.0',
      id: given.id,
      source: given.source,
      type: given.type,
      time: given.at.toISOString(),
      dataschema: `urn:tidegate:event:${given.type}:v${String(definitionOf(given.type)?.version ?? 1)}`,
    },
    traceparent,
  );

const headersFrom = (attributes: Record<string, string>, traceparent: string | undefined): MsgHdrs => {
  const result = headers();
  for (const [name, value] of Object.entries(attributes))
    result.set(`ce-${name}`, encodeURIComponent(value.toWellFormed()));
  if (traceparent) result.set('traceparent', traceparent);
  return result;
};

const text = (from: MsgHdrs, name: string): string => decodeURIComponent(from.get(`ce-${name}`));
const versionIn = (dataschema: string): number => Number(/:v(\d+)$/.exec(dataschema)?.[1] ?? 1);

/** An event of the log as it came over the bus, upcast to today's schema. */
export const recordedFromMessage = (
  message: Readonly<{ headers?: MsgHdrs | undefined; data: Uint8Array }>,
): Recorded<AnyEvent> | undefined => {
  const from = message.headers;
  if (!from?.has('ce-sequence')) return undefined;
  const type = text(from, 'type');
  const sent = versionIn(text(from, 'dataschema'));
  return {
    type,
    data: upcast(type, sent, JSON.parse(new TextDecoder().decode(message.data))),
    id: text(from, 'id'),
    position: Number(text(from, 'sequence')),
    streamId: text(from, 'subject'),
    version: Number(text(from, 'streamversion')),
    schemaVersion: upcastVersion(type, sent),
    tenantId: from.has('ce-tenantid') ? text(from, 'tenantid') : null,
    correlationId: text(from, 'correlationid'),
    causationId: text(from, 'causationid'),
    occurredAt: new Date(text(from, 'time')),
    meta: metaFrom(from),
  } as Recorded<AnyEvent>;
};

const metaFrom = (from: MsgHdrs): EventMeta => ({
  ...(from.has('traceparent') && { traceparent: from.get('traceparent') }),
  ...(from.has('ce-actor') && { actor: text(from, 'actor') }),
  ...(from.has('ce-requestid') && { requestId: text(from, 'requestid') }),
});

export type Signal<Data = unknown> = Readonly<{
  id: string;
  type: string;
  source: string;
  at: Date;
  data: Data;
  /** W3C trace context of whoever sent it. */
  traceparent?: string;
}>;

/** A signal as it came over the bus, upcast and checked against today's schema. */
export const signalFromMessage = (
  message: Readonly<{ headers?: MsgHdrs | undefined; data: Uint8Array }>,
): Signal => {
  const from = message.headers;
  if (!from?.has('ce-type')) throw new Error('the message is not a CloudEvent');
  const type = text(from, 'type');
  const raw = upcast(
    type,
    versionIn(text(from, 'dataschema')),
    JSON.parse(new TextDecoder().decode(message.data)),
  );
  const definition = definitionOf(type);
  return {
    id: text(from, 'id'),
    type,
    source: text(from, 'source'),
    at: new Date(text(from, 'time')),
    data: definition ? definition.schema.parse(raw) : raw,
    ...(from.has('traceparent') && { traceparent: from.get('traceparent') }),
  };
};
