import { type Refusal, problemOf } from '@tidegate/contracts';
import { z } from 'zod';
import { EndpointView } from '../endpoints/endpoint-view.ts';
import { HistoryEventView } from '../history/history-view.ts';

/** The state from which on changes are told. */
export const WatchSnapshot = z.object({
  /** Everything up to this place in the log is in it. */
  position: z.int(),
  endpoints: z.array(EndpointView),
  /** Where GET /v1/endpoints goes on, when the project has more than a snapshot holds. */
  nextCursor: z.string().nullable(),
});
export type WatchSnapshot = z.infer<typeof WatchSnapshot>;

export const WatchChange = z.object({
  /** Its place in the log, and the id to resume after. */
  position: z.int(),
  type: z.string(),
  endpointId: z.string().nullable(),
  at: z.iso.datetime(),
  event: HistoryEventView,
  /** The endpoint as it is now. Of several changes sent together only the last one of an endpoint has it. */
  endpoint: EndpointView.optional(),
});
export type WatchChange = z.infer<typeof WatchChange>;

/** What a watch says. `reset`: what lies between could not be told; a snapshot follows. */
export type WatchItem =
  | Readonly<{ kind: 'snapshot'; snapshot: WatchSnapshot }>
  | Readonly<{ kind: 'change'; change: WatchChange }>
  | Readonly<{ kind: 'reset' }>
  | Readonly<{ kind: 'heartbeat'; position: number }>;

/** Says how soon to come back after a broken connection, in milliseconds. */
export const OPENING = 'retry: 2000\n\n';

/** One item as a server-sent event. A heartbeat is a comment; its id moves the place to resume after, and no event is raised. */
export const sseOf = (item: WatchItem): string => {
  switch (item.kind) {
    case 'snapshot':
      return `id: ${item.snapshot.position}\nevent: snapshot\ndata: ${JSON.stringify(item.snapshot)}\n\n`;
    case 'change':
      return `id: ${item.change.position}\nevent: change\ndata: ${JSON.stringify(item.change)}\n\n`;
    case 'reset':
      return `event: reset\ndata: {}\n\n`;
    case 'heartbeat':
      return `: hb\nid: ${item.position}\n\n`;
  }
};

/** The last event of a stream that the platform ends, with the problem that ended it. */
export const endOf = (refusal: Refusal, requestId: string): string =>
  `event: end\ndata: ${JSON.stringify(problemOf(refusal, requestId))}\n\n`;
