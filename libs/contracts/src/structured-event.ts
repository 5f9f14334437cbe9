import type { Recorded } from './event.ts';

/** One event of the log as CloudEvents 1.0 in structured mode: attributes and data in one JSON object. */
export type StructuredEvent = Readonly<Record<string, unknown> & { id: string; type: string; data: unknown }>;

/** The media type of a structured event. */
export const STRUCTURED_EVENT = 'application/cloudevents+json; charset=utf-8';

/**
 * The same attributes that the bus has as headers. Numbers are texts, as the sequence extension has them.
 * @param more attributes that the way it is sent adds: lower-case letters and digits
 */
export const structuredEvent = (
  event: Recorded,
  more: Readonly<Record<string, string>> = {},
): StructuredEvent => ({
  specversion: '1.0',
  id: event.id,
  source: '/tidegate',
  type: event.type,
  subject: event.streamId,
  time: event.occurredAt.toISOString(),
  datacontenttype: 'application/json',
  dataschema: `urn:tidegate:event:${event.type}:v${String(event.schemaVersion)}`,
  sequence: String(event.position),
  streamversion: String(event.version),
  correlationid: event.correlationId,
  causationid: event.causationId,
  ...(event.tenantId !== null && { tenantid: event.tenantId }),
  ...(event.meta.actor && { actor: event.meta.actor }),
  ...(event.meta.requestId && { requestid: event.meta.requestId }),
  ...more,
  data: event.data,
});
