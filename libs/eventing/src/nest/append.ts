import { type Event, definitionOf } from '@tidegate/contracts';
import { propagation, context } from '@opentelemetry/api';
import type { Cause } from '../cause.ts';
import { deriveUuid } from '../identity.ts';
import { storableJson } from './storable.ts';

/** One independent append, with everything that its rows need. */
export type Append = Readonly<{ streamId: string; expected: number; events: readonly Row[] }>;
export type Outcome = Readonly<{
  outcome: 'ok' | 'duplicate' | 'conflict';
  firstPosition: number;
  version: number;
}>;

type Row = Readonly<{
  id: string;
  type: string;
  schemaVersion: number;
  tenantId: string | null;
  correlationId: string;
  causationId: string;
  data: string;
  meta: string;
  occurredAt: Date;
}>;

export const ANY = -1;

/** Checks each event against the registry and gives it an id derived from its command: the same command appends once. */
export const appendOf = (
  streamId: string,
  expected: number | 'any',
  given: Readonly<{ events: readonly Event[]; cause: Cause; at: Date }>,
): Append => {
  const { events, cause, at } = given;
  if (events.length === 0) throw new Error(`nothing to append to ${streamId}`);
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const meta = storableJson({
    ...(carrier['traceparent'] && { traceparent: carrier['traceparent'] }),
    ...(cause.actor && { actor: cause.actor }),
    ...(cause.requestId && { requestId: cause.requestId }),
  });
  return {
    streamId,
    expected: expected === 'any' ? ANY : expected,
    events: events.map(({ type, data }, n) => {
      const definition = definitionOf(type);
      if (definition?.channel !== 'LOG') throw new Error(`${type} is not an event of the log`);
      const checked = definition.schema.parse(data) as Record<string, unknown>;
      return {
        id: deriveUuid(cause.commandId, streamId, n),
        type,
        schemaVersion: definition.version,
        tenantId: typeof checked['projectId'] === 'string' ? checked['projectId'] : null,
        correlationId: cause.correlationId,
        causationId: cause.causationId,
        data: storableJson(checked),
        meta,
        occurredAt: at,
      };
    }),
  };
};

/** The arguments of es.append_many: one array per column. */
export const columnsOf = (appends: readonly Append[]): unknown[] => {
  const rows = appends.flatMap(({ events }, i) =>
    events.map((event, n) => ({ event, item: i + 1, nth: n + 1 })),
  );
  const column = <T>(pick: (row: Row) => T): T[] => rows.map(({ event }) => pick(event));
  return [
    appends.map(({ streamId }) => streamId),
    appends.map(({ expected }) => expected),
    appends.map(({ events }) => events.length),
    rows.map(({ item }) => item),
    rows.map(({ nth }) => nth),
    column(({ id }) => id),
    column(({ type }) => type),
    column(({ schemaVersion }) => schemaVersion),
    column(({ tenantId }) => tenantId),
    column(({ correlationId }) => correlationId),
    column(({ causationId }) => causationId),
    column(({ data }) => data),
    column(({ meta }) => meta),
    column(({ occurredAt }) => occurredAt),
  ];
};
