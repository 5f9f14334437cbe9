import type { Client } from './client.ts';
import { unwrap } from './errors.ts';
import { type LiveState, type Open, followed } from './following.ts';
import type { components, operations } from './generated/api.ts';

export type LogLine = components['schemas']['LogLine'];
type Query = NonNullable<operations['Log.lines']['parameters']['query']>;

export type LogWish = Omit<Query, 'follow' | 'format' | 'timestamps' | 'before' | 'until'> &
  Readonly<{ signal?: AbortSignal; onState?: (state: LiveState, error?: Error) => void }>;

/**
 * The newest lines of an endpoint’s replicas and then each as it comes, once and in order, over broken connections too. Lines of
 * replicas that are still to come are among them.
 * @throws ApiError when the platform refuses for good; it ends without an error when the signal is aborted
 */
export async function* followLogs(
  client: Client,
  endpointId: string,
  { signal, onState, ...query }: LogWish = {},
): AsyncGenerator<LogLine, void> {
  const open: Open = (lastId, over) =>
    unwrap(
      client.GET('/v1/endpoints/{endpointId}/logs', {
        // How far back it begins is asked for once: after that the last line says where it goes on.
        params: {
          path: { endpointId },
          query: { ...(lastId === null ? query : without(query)), follow: 'true' },
        },
        parseAs: 'stream',
        signal: over,
        headers: { accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': lastId }) },
      }) as StreamAnswer,
    );
  for await (const event of followed(open, { signal, onState }))
    if (event.event === 'line') yield JSON.parse(event.data) as LogLine;
}

/** The path answers with a page, a file or a stream: by what was asked this is a stream. */
type StreamAnswer = Promise<Readonly<{ data?: ReadableStream<Uint8Array>; response: Response }>>;

const without = ({ since: _since, lines: _lines, after: _after, ...rest }: Query): Query => rest;
