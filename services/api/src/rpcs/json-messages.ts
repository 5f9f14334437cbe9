/** What of a protobuf descriptor the conversion needs. */
export type MessageType = Readonly<{
  field: readonly Readonly<{ name: string; label: string; type: string; typeName: string }>[];
  nestedType: readonly (MessageType & Readonly<{ name: string }>)[];
}>;
/** Message types by their full name. */
export type MessageTypes = (name: string) => MessageType | undefined;

type Json = Readonly<Record<string, unknown>>;
type Field = MessageType['field'][number];

/** A time that no JSON text can say, or another value that is none. */
export class NotConvertible extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `EndpointState` → `ENDPOINT_STATE_`: what the values of an enum begin with. */
const prefixOf = (enumName: string): string =>
  `${enumName.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_`;
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/**
 * JSON as REST answers it ⇄ protobuf messages of the same field names (camelCase here, snake_case in the proto files).
 * Null and absent are both an absent field; times are Timestamps, enums lose and get their prefix, free parts are Structs.
 */
export class JsonMessages {
  constructor(
    private readonly types: MessageTypes,
    private readonly packageName: string,
  ) {}

  /** A message as the wire library wants it. What the message has no field for is left out. */
  toMessage(typeName: string, json: unknown): Json {
    const type = this.#type(typeName);
    if (!isRecord(json)) return {};
    const fields = type.field.flatMap((field) => {
      const value = json[field.name];
      return value === null || value === undefined
        ? []
        : [[field.name, this.#into(type, field, value)] as const];
    });
    return Object.fromEntries(fields);
  }

  /** The JSON that a received message means. */
  toJson(typeName: string, message: unknown, pointer = ''): Record<string, unknown> {
    const type = this.#type(typeName);
    if (!isRecord(message)) return {};
    const fields = type.field.flatMap((field) => {
      const value = message[field.name];
      if (value === null || value === undefined) return [];
      const json = this.#outOf(type, field, { value, pointer: `${pointer}/${field.name}` });
      return json === undefined ? [] : [[field.name, json] as const];
    });
    return Object.fromEntries(fields);
  }

  #into(type: MessageType, field: Field, value: unknown): unknown {
    const map = mapEntry(type, field);
    if (map) return mapValues(value, (one) => this.#intoOne(map, one));
    if (field.label === 'LABEL_REPEATED')
      return Array.isArray(value) ? value.map((one) => this.#intoOne(field, one)) : [];
    return this.#intoOne(field, value);
  }

  #intoOne({ type, typeName }: Field, value: unknown): unknown {
    if (type === 'TYPE_ENUM') return prefixOf(lastPart(typeName)) + String(value).toUpperCase();
    if (type === 'TYPE_STRING') return typeof value === 'string' ? value : JSON.stringify(value);
    if (type !== 'TYPE_MESSAGE') return value;
    switch (typeName) {
      case 'google.protobuf.Timestamp':
        return timestampOf(value);
      case 'google.protobuf.Struct':
        return structOf(value);
      default:
        return this.toMessage(typeName, value);
    }
  }

  #outOf(type: MessageType, field: Field, { value, pointer }: Placed): unknown {
    const map = mapEntry(type, field);
    if (map)
      return mapValues(value, (one, key) =>
        this.#outOfOne(map, { value: one, pointer: `${pointer}/${key}` }),
      );
    if (field.label !== 'LABEL_REPEATED') return this.#outOfOne(field, { value, pointer });
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return value.map((one, i) => this.#outOfOne(field, { value: one, pointer: `${pointer}/${String(i)}` }));
  }

  #outOfOne({ type, typeName }: Field, { value, pointer }: Placed): unknown {
    if (type === 'TYPE_ENUM') return enumText(value, typeName);
    if (type !== 'TYPE_MESSAGE') return value;
    switch (typeName) {
      case 'google.protobuf.Timestamp':
        return timeOf(value, pointer);
      case 'google.protobuf.Struct':
        return jsonOfStruct(value);
      case 'google.protobuf.FieldMask':
        return (value as { paths?: unknown }).paths ?? [];
      default:
        return this.toJson(typeName, value, pointer);
    }
  }

  #type(name: string): MessageType {
    const type = this.types(name) ?? this.types(`${this.packageName}.${name}`);
    if (!type) throw new Error(`there is no message ${name}`);
    return type;
  }
}

type Placed = Readonly<{ value: unknown; pointer: string }>;

/** A map is a repeated field of a nested type that is named after it, with a key and a value. */
const mapEntry = (type: MessageType, { label, typeName }: Field): Field | undefined =>
  label === 'LABEL_REPEATED'
    ? type.nestedType.find(({ name }) => name === typeName)?.field.find(({ name }) => name === 'value')
    : undefined;

const mapValues = (value: unknown, change: (one: unknown, key: string) => unknown): Json =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one, key)]))
    : {};

/** An enum’s zero value says nothing: it is left out. A number is a value that this version does not know. */
const enumText = (value: unknown, typeName: string): string | undefined => {
  if (typeof value !== 'string') return String(value);
  const text = value.slice(prefixOf(lastPart(typeName)).length).toLowerCase();
  return text === 'unspecified' ? undefined : text;
};

const timestampOf = (value: unknown): Json => {
  const ms = Date.parse(String(value));
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
};

const timeOf = (value: unknown, pointer: string): string => {
  const { seconds = 0, nanos = 0 } = value as { seconds?: number; nanos?: number };
  const time = new Date(seconds * 1000 + Math.floor(nanos / 1e6));
  if (Number.isNaN(time.getTime())) throw new NotConvertible(pointer, 'is no time');
  return time.toISOString();
};

const structOf = (value: unknown): Json => ({ fields: mapValues(value, valueOf) });

const valueOf = (json: unknown): Json => {
  if (typeof json === 'string') return { stringValue: json };
  if (typeof json === 'number') return { numberValue: json };
  if (typeof json === 'boolean') return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: json.map(valueOf) } };
  return isRecord(json) ? { structValue: structOf(json) } : { nullValue: 'NULL_VALUE' };
};

const jsonOfStruct = (value: unknown): Json => mapValues((value as { fields?: unknown }).fields, jsonOfValue);

const jsonOfValue = (value: unknown): unknown => {
  const given = value as Json;
  if ('structValue' in given) return jsonOfStruct(given['structValue']);
  if ('listValue' in given)
    return ((given['listValue'] as { values?: readonly unknown[] }).values ?? []).map(jsonOfValue);
  return given['stringValue'] ?? given['numberValue'] ?? given['boolValue'] ?? null;
};
