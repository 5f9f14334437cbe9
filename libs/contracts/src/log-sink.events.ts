import { z } from 'zod';
import { defineEvent } from './event.ts';
import { EndpointId, LogSinkId, ProjectId, SecretId } from './ids.ts';

/** What a log sink speaks: OTLP over HTTP (protobuf), or Loki’s push API (JSON). */
export const LOG_SINK_KINDS = ['otlp', 'loki'] as const;

export const LOG_SINK_LIMITS = {
  urlCharacters: 2000,
  descriptionCharacters: 200,
  headers: 20,
  headerNameCharacters: 100,
  headerValueCharacters: 4000,
  /** What one sink names. */
  endpoints: 100,
} as const;

const owner = { sinkId: LogSinkId, projectId: ProjectId };
const category = 'logsink';

export const logSinkEvents = {
  LogSinkSet: defineEvent(
    'LogSinkSet',
    'LOG',
    {
      category,
      description:
        'Lines of a project are shipped to a receiver of its own, from now on or otherwise than before.',
    },
    {
      ...owner,
      kind: z.enum(LOG_SINK_KINDS),
      /** Where to, with its path. */
      url: z.string().max(LOG_SINK_LIMITS.urlCharacters),
      description: z.string().max(LOG_SINK_LIMITS.descriptionCharacters),
      /** Lines of these; empty: of every endpoint of the project. */
      endpointIds: z.array(EndpointId).max(LOG_SINK_LIMITS.endpoints),
      /** Of the headers that go with each request: names only, their values are kept sealed. Null: there are none. */
      headersId: SecretId.nullable(),
      headerNames: z.array(z.string()).max(LOG_SINK_LIMITS.headers),
      enabled: z.boolean(),
    },
  ),
  LogSinkRemoved: defineEvent(
    'LogSinkRemoved',
    'LOG',
    { category, description: 'A log sink is gone for good, and what was sealed for it is wiped.' },
    owner,
  ),
} as const;
