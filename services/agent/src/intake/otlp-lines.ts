import { severityOfNumber, severityOfWord } from './severity-words.ts';
import type { Said } from './pushed-text.ts';

type Json = Readonly<Record<string, unknown>>;

const DEEPEST = 8;

/**
 * The records of an OTLP request, as its JSON has them or as it is decoded.
 * @param traceIdOf a trace’s id in hex, from how it is written here
 */
export const otlpLinesOf = (request: unknown, traceIdOf: (written: string) => string): Said[] =>
  listIn(request, 'resourceLogs')
    .flatMap((resource) => listIn(resource, 'scopeLogs'))
    .flatMap((scope) => {
      const logger = textIn(part(scope, 'scope'), 'name');
      return listIn(scope, 'logRecords').map((record) => saidIn(record, logger, traceIdOf));
    });

const saidIn = (record: Json, logger: string, traceIdOf: (written: string) => string): Said => {
  const at = [record['timeUnixNano'], record['observedTimeUnixNano']].map((time) =>
    typeof time === 'number' ? String(time) : typeof time === 'string' ? time : '',
  );
  const traceId = textIn(record, 'traceId');
  return {
    nanos: at.find((time) => /^[1-9]\d*$/.test(time)) ?? null,
    text: wordsOf(record['body'], 0),
    severity: severityOfNumber(record['severityNumber']) ?? severityOfWord(record['severityText']),
    attributes: {
      ...(logger !== '' && { logger }),
      ...Object.fromEntries(pairsIn(record, 'attributes').map(([name, value]) => [name, wordsOf(value, 0)])),
    },
    traceId: traceId === '' ? null : traceIdOf(traceId).toLowerCase(),
  };
};

/** Texts as they are, everything else as JSON. */
const wordsOf = (value: unknown, depth: number): string => {
  const plain = plainOf(value, depth);
  return typeof plain === 'string' ? plain : plain === null ? '' : JSON.stringify(plain);
};

const plainOf = (value: unknown, depth: number): unknown => {
  if (!isJson(value) || depth > DEEPEST) return null;
  if (isJson(value['arrayValue']))
    return listIn(value['arrayValue'], 'values').map((one) => plainOf(one, depth + 1));
  if (isJson(value['kvlistValue']))
    return Object.fromEntries(
      pairsIn(value['kvlistValue'], 'values').map(([name, one]) => [name, plainOf(one, depth + 1)]),
    );
  return (
    value['stringValue'] ??
    value['boolValue'] ??
    value['intValue'] ??
    value['doubleValue'] ??
    value['bytesValue'] ??
    null
  );
};

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const part = (of: unknown, name: string): unknown => (isJson(of) ? of[name] : undefined);
const listIn = (of: unknown, name: string): Json[] => {
  const list = part(of, name);
  return Array.isArray(list) ? list.filter(isJson) : [];
};
const textIn = (of: unknown, name: string): string => {
  const text = part(of, name);
  return typeof text === 'string' ? text : '';
};
const pairsIn = (of: unknown, name: string): [string, unknown][] =>
  listIn(of, name).map((pair) => [textIn(pair, 'key'), pair['value']]);
