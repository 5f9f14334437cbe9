import { LINE_SEVERITIES, type LogLineView } from '@tidegate/contracts';

/** The endpoint whose lines are shipped, as people call it. */
export type Named = Readonly<{ endpointId: string; name: string }>;
type Json = Readonly<Record<string, unknown>>;

/** Nanoseconds since 1970 as a decimal text. @param at with any number of digits behind the second */
export const nanosOf = (at: string): string => {
  const fraction = /\.(\d{1,9})/.exec(at)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(at) / 1000);
  return `${String(seconds)}${fraction.padEnd(9, '0')}`;
};

const grouped = <Item>(items: readonly Item[], keyOf: (item: Item) => string): [Item, ...Item[]][] => {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};

/** Lines as OTLP has them: a resource for each replica, called by its endpoint’s name as a service. */
export const otlpOf = (lines: readonly LogLineView[], { endpointId, name }: Named): Json => ({
  resourceLogs: grouped(lines, ({ replicaId }) => String(replicaId)).map((some) => ({
    resource: {
      attributes: texts({
        'service.name': name,
        ...(some[0].replicaId !== null && { 'service.instance.id': some[0].replicaId }),
        'tidegate.endpoint.id': endpointId,
      }),
    },
    scopeLogs: [{ scope: { name: 'tidegate' }, logRecords: some.map(recordOf) }],
  })),
});

const recordOf = ({ at, severity, text, traceId, stream, sequence, ...more }: LogLineView): Json => ({
  timeUnixNano: nanosOf(at),
  // Four numbers to each of ours, from 1.
  severityNumber: LINE_SEVERITIES.indexOf(severity) * 4 + 1,
  severityText: severity.toUpperCase(),
  body: { stringValue: text },
  attributes: [
    ...texts({
      ...more.attributes,
      'log.iostream': stream,
      ...(more.requestId !== null && { 'tidegate.request.id': more.requestId }),
    }),
    { key: 'tidegate.sequence', value: { intValue: String(sequence) } },
  ],
  ...(isTraceId(traceId) && { traceId: base64Of(traceId) }),
});

const texts = (attributes: Readonly<Record<string, string>>): Json[] =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

const isTraceId = (traceId: string | null): traceId is string => /^[0-9a-f]{32}$/.test(traceId ?? '');
const base64Of = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))));

/** Lines as Loki has them: what has few values is a label, the rest stands beside each line. */
export const lokiOf = (lines: readonly LogLineView[], { endpointId, name }: Named): Json => ({
  streams: grouped(lines, ({ replicaId, stream, severity }) => `${replicaId} ${stream} ${severity}`).map(
    (some) => ({
      stream: {
        service_name: name,
        endpoint: endpointId,
        ...(some[0].replicaId !== null && { replica: some[0].replicaId }),
        stream: some[0].stream,
        level: some[0].severity,
      },
      values: some.map(({ at, text, sequence, traceId, requestId, attributes }) => [
        nanosOf(at),
        text,
        {
          ...attributes,
          sequence: String(sequence),
          ...(traceId !== null && { trace_id: traceId }),
          ...(requestId !== null && { request_id: requestId }),
        },
      ]),
    }),
  ),
});
