import { z } from 'zod';
import { severityOfWord } from './severity-words.ts';
import type { Said } from './pushed-text.ts';

const Labels = z.record(z.string(), z.string());
const Value = z.tuple([z.string().regex(/^\d{1,20}$/), z.string()]).rest(z.unknown());
const JsonPush = z.object({ streams: z.array(z.object({ stream: Labels, values: z.array(Value) })) });

const WirePush = z.object({
  streams: z
    .array(
      z.object({
        labels: z.string().default('{}'),
        entries: z
          .array(
            z.object({
              timestamp: z.object({ seconds: z.string().default('0'), nanos: z.int().default(0) }),
              line: z.string().default(''),
              structuredMetadata: z
                .array(z.object({ name: z.string().default(''), value: z.string().default('') }))
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

const LABEL = /([A-Za-z_]\w{0,200})\s{0,4}=\s{0,4}("(?:[^"\\]|\\.){0,4000}")/g;

/** The lines of Loki’s push in JSON. @throws when it is none */
export const lokiJsonLinesOf = (push: unknown): Said[] =>
  JsonPush.parse(push).streams.flatMap(({ stream, values }) =>
    values.map(([nanos, text, metadata]) =>
      saidOf(nanos, text, { ...stream, ...(Labels.safeParse(metadata).data ?? {}) }),
    ),
  );

/** The same of the decoded message. @throws when it is none */
export const lokiWireLinesOf = (push: unknown): Said[] =>
  WirePush.parse(push).streams.flatMap(({ labels, entries }) => {
    const ofStream = labelsIn(labels);
    return entries.map(({ timestamp: { seconds, nanos }, line, structuredMetadata }) =>
      saidOf(`${seconds}${String(nanos).padStart(9, '0')}`, line, {
        ...ofStream,
        ...Object.fromEntries(structuredMetadata.map(({ name, value }) => [name, value])),
      }),
    );
  });

/** `{app="x", level="info"}`, its values quoted as in JSON. */
const labelsIn = (labels: string): Record<string, string> =>
  Object.fromEntries(
    [...labels.slice(0, 20_000).matchAll(LABEL)].map(([, name = '', quoted = '""']) => [
      name,
      unquoted(quoted),
    ]),
  );

const unquoted = (quoted: string): string => {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
};

const saidOf = (nanos: string, text: string, attributes: Readonly<Record<string, string>>): Said => ({
  nanos,
  text,
  severity: severityOfWord(attributes['level'] ?? attributes['detected_level'] ?? attributes['severity']),
  attributes,
  traceId: attributes['trace_id'] ?? attributes['traceID'] ?? attributes['traceId'] ?? null,
});
