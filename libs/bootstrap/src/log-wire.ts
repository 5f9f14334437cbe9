import protobuf from 'protobufjs/light.js';

type Field = Readonly<{ id: number; type: string; rule?: 'repeated'; keyType?: string }>;
const field = (id: number, type: string): Field => ({ id, type });
const many = (id: number, type: string): Field => ({ id, type, rule: 'repeated' });
const message = (fields: Readonly<Record<string, Field>>, oneofs?: Readonly<Record<string, string[]>>) => ({
  fields: { ...fields },
  ...(oneofs && {
    oneofs: Object.fromEntries(Object.entries(oneofs).map(([name, oneof]) => [name, { oneof }])),
  }),
});

const VALUES = [
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
];

/** The part of OTLP’s logs, and of Loki’s push API, that lines have a use for. Other fields are passed over. */
const TYPES = protobuf.Root.fromJSON({
  nested: {
    AnyValue: message(
      {
        stringValue: field(1, 'string'),
        boolValue: field(2, 'bool'),
        intValue: field(3, 'int64'),
        doubleValue: field(4, 'double'),
        arrayValue: field(5, 'ArrayValue'),
        kvlistValue: field(6, 'KeyValueList'),
        bytesValue: field(7, 'bytes'),
      },
      { value: VALUES },
    ),
    ArrayValue: message({ values: many(1, 'AnyValue') }),
    KeyValueList: message({ values: many(1, 'KeyValue') }),
    KeyValue: message({ key: field(1, 'string'), value: field(2, 'AnyValue') }),
    Resource: message({ attributes: many(1, 'KeyValue') }),
    Scope: message({
      name: field(1, 'string'),
      version: field(2, 'string'),
      attributes: many(3, 'KeyValue'),
    }),
    LogRecord: message({
      timeUnixNano: field(1, 'fixed64'),
      severityNumber: field(2, 'int32'),
      severityText: field(3, 'string'),
      body: field(5, 'AnyValue'),
      attributes: many(6, 'KeyValue'),
      traceId: field(9, 'bytes'),
      observedTimeUnixNano: field(11, 'fixed64'),
    }),
    ScopeLogs: message({ scope: field(1, 'Scope'), logRecords: many(2, 'LogRecord') }),
    ResourceLogs: message({ resource: field(1, 'Resource'), scopeLogs: many(2, 'ScopeLogs') }),
    ExportLogs: message({ resourceLogs: many(1, 'ResourceLogs') }),
    PartialSuccess: message({ rejectedLogRecords: field(1, 'int64'), errorMessage: field(2, 'string') }),
    ExportedLogs: message({ partialSuccess: field(1, 'PartialSuccess') }),
    Timestamp: message({ seconds: field(1, 'int64'), nanos: field(2, 'int32') }),
    Label: message({ name: field(1, 'string'), value: field(2, 'string') }),
    Entry: message({
      timestamp: field(1, 'Timestamp'),
      line: field(2, 'string'),
      structuredMetadata: many(3, 'Label'),
    }),
    Stream: message({ labels: field(1, 'string'), entries: many(2, 'Entry') }),
    Push: message({ streams: many(1, 'Stream') }),
  },
});

/** Messages that travel as a whole. */
export type WireMessage = 'ExportLogs' | 'ExportedLogs' | 'Push';

const types = new Map<WireMessage, protobuf.Type>();
const typeOf = (name: WireMessage): protobuf.Type => {
  const type = types.get(name) ?? TYPES.lookupType(name);
  types.set(name, type);
  return type;
};

/** @param json as protobuf’s JSON has it: 64-bit numbers are decimal texts, bytes are base64 */
export const encodeWire = (name: WireMessage, json: Readonly<Record<string, unknown>>): Uint8Array => {
  const type = typeOf(name);
  return type.encode(type.fromObject(json)).finish();
};

/** @throws when these bytes are no such message */
export const decodeWire = (name: WireMessage, bytes: Uint8Array): Record<string, unknown> => {
  const type = typeOf(name);
  return type.toObject(type.decode(bytes), { longs: String, bytes: String });
};
