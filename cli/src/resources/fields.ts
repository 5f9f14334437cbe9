import { InvalidArgumentError, Option } from 'commander';
import { misused, timeOf } from '../command.ts';
import type { Field, Fields } from './operations.ts';
import type { Verb } from './resource.ts';

/** An option, and the place in the body or the query that it fills. */
export type Filled = Readonly<{ option: Option; path: string }>;

/** `minReplicas` is `--min-replicas`, of `scaling` it is `--scaling.min-replicas`. */
/** `--no-…` would turn something off, and be sent when nobody says it. */
const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^no-/, 'without-');

const anything = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** Commander takes null for an option without its value: it stays a word until the body is made. */
const NULL = 'null';

const ofJson = (text: string): unknown => {
  const value = anything(text);
  // A word is a word where any value may stand, but what begins like JSON was meant to be.
  if (typeof value === 'string' && /^\s*[[{"]/.test(text)) throw new InvalidArgumentError('It is not JSON.');
  return value ?? NULL;
};

const numbered =
  (isWhole: boolean) =>
  (text: string): number | string => {
    if (text === NULL) return NULL;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`It must be a ${isWhole ? 'whole number' : 'number'}.`);
  };

const SPAN_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** What lies ahead is said like `30d`; what lies behind like that too, where it is looked for. */
const moment =
  (isAhead: boolean) =>
  (text: string): string => {
    if (text === NULL) return NULL;
    if (!isAhead) return timeOf(text);
    const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
    return count === undefined
      ? timeOf(text)
      : new Date(Date.now() + Number(count) * (SPAN_MS[unit] ?? 0)).toISOString();
  };

const listed = (text: string, before: readonly unknown[] = []): unknown[] => [
  ...before,
  ...text.split(',').map((each) => (/^-?\d+(\.\d+)?$/.test(each) ? Number(each) : each)),
];

/** `NAME=value`; `NAME` alone takes it from the environment, so that no secret stands in a history of commands. */
export const pairs = (
  text: string,
  before: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => {
  const [, name = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  const given = value ?? process.env[name];
  if (name === '' || given === undefined)
    throw new InvalidArgumentError('It must be like NAME=value, or a NAME that the environment has.');
  return { ...before, [name]: given };
};

/** `NAME=value`, where the value is JSON, and a word where it is none. */
const values = (text: string, before: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be like ctxSize=2048.');
  return { ...before, [name]: anything(value) };
};

const PLACES: Readonly<Record<Field['type'], string>> = {
  text: '<text>',
  time: '<time>',
  whole: '<count>',
  number: '<number>',
  flag: '[true|false]',
  list: '<values>',
  pairs: '<name=value>',
  values: '<name=json>',
  json: '<json>',
};

// What came before is of the type that the parser itself gave.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Parser = (text: string, before?: any) => unknown;

const parserOf = (type: Field['type'], isAhead: boolean): Parser | undefined =>
  ({
    ...{ text: undefined, flag: undefined, list: listed, pairs, values, json: ofJson },
    ...{ whole: numbered(true), number: numbered(false), time: moment(isAhead) },
  })[type];

const optionOf = (name: string, path: string, { type, about, choices }: Field, isAhead: boolean): Filled => {
  const option = new Option(`--${name} ${PLACES[type]}`, about ?? '');
  const parser = parserOf(type, isAhead);
  if (parser) option.argParser<unknown>(parser);
  else if (type === 'flag') option.choices(['true', 'false']).preset('true');
  else if (choices) option.choices([...choices, ...(isAhead ? [NULL] : [])]);
  return { option, path };
};

/** What the common options are called already. */
const TAKEN = new Set(['url', 'token', 'profile', 'project', 'output', 'columns', 'quiet', 'debug', 'limit']);

export const queryOptions = (query: Fields, hidden: ReadonlySet<string>): Filled[] =>
  Object.entries(query)
    .filter(([name]) => !hidden.has(name))
    .map(([name, field]) => optionOf(kebab(name), name, field, false));

/** Options of a body: those of the table first, then every field, with those that lie within it. */
export const bodyOptions = (fields: Fields, verb: Verb): Filled[] => {
  const given = [...(verb.arguments ?? []).map((name) => name.replace(/\?$/, '')), ...(verb.without ?? [])];
  const own = Object.entries(verb.options ?? {}).map(([name, path]) => {
    const field = fieldAt(fields, path);
    if (!field) throw new Error(`${verb.operation} has no field ${path}`);
    return optionOf(name, path, field, true);
  });
  // What lies within another field keeps its own option beside the short one.
  const short = Object.values(verb.options ?? {}).filter((path) => !path.includes('.'));
  const hidden = new Set([...given, ...short]);
  return [...own, ...eachField(fields, '', hidden)];
};

const eachField = (fields: Fields, within: string, hidden: ReadonlySet<string>): Filled[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    const path = within + name;
    const long = path.split('.').map(kebab).join('.');
    const inner = field.fields ? eachField(field.fields, `${path}.`, hidden) : [];
    for (const { option } of inner) option.helpGroup(`Of its ${kebab(name).replaceAll('-', ' ')}:`);
    return hidden.has(path) || TAKEN.has(long) ? inner : [optionOf(long, path, field, true), ...inner];
  });

export const fieldAt = (fields: Fields, path: string): Field | undefined => {
  const [first = '', ...rest] = path.split('.');
  const field = fields[first];
  return rest.length === 0 ? field : fieldAt(field?.fields ?? {}, rest.join('.'));
};

type Value = Record<string, unknown>;

/** A value at a place, whatever lies around it. */
export const placed = (target: Value, path: readonly string[], value: unknown): Value => {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...target, [key]: value };
  const inner = target[key];
  const below = typeof inner === 'object' && inner !== null ? (inner as Value) : {};
  return { ...target, [key]: placed(below, rest, value) };
};

/** `--set scaling.minReplicas=2`: whatever has no option of its own. */
export const settings = (text: string, before: readonly [string, unknown][] = []): [string, unknown][] => {
  const [, path, raw] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || raw === undefined)
    throw new InvalidArgumentError('It must be like scaling.minReplicas=2.');
  return [...before, [path, anything(raw)]];
};

/** A flag is said in words. */
export const valueOf = (field: Field | undefined, value: unknown): unknown => {
  if (field?.type === 'flag') return value === true || value === 'true';
  return value === NULL && (field?.choices ?? field?.type !== 'text') ? null : value;
};

/** A body out of a file of JSON or YAML. */
export const bodyOfText = async (text: string, file: string): Promise<Value> => {
  const value: unknown = (await import('yaml')).parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Value;
  throw misused(`${file} must hold one object, as JSON or YAML.`);
};
