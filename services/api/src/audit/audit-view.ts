import type { AnyEvent, Recorded } from '@tidegate/contracts';
import { z } from 'zod';
import { HistoryEventView, historyViewOf } from '../history/history-view.ts';

export const AuditEventView = HistoryEventView.extend({
  streamId: z.string().describe('what it happened to: an endpoint, a replica, a token, the project …'),
  endpointId: z.string().nullable(),
});
export type AuditEventView = z.infer<typeof AuditEventView>;

/** Nobody can find a secret by its hash; neither need anybody see it. */
const HIDDEN: ReadonlySet<string> = new Set(['secretSha256']);

export const auditViewOf = (event: Recorded<AnyEvent>): AuditEventView => {
  const view = historyViewOf(event);
  const { endpointId } = view.data;
  return {
    ...view,
    data: Object.fromEntries(Object.entries(view.data).filter(([name]) => !HIDDEN.has(name))),
    streamId: event.streamId,
    endpointId: typeof endpointId === 'string' ? endpointId : null,
  };
};
