import type { EndpointState, EventNamed } from '@tidegate/contracts';

export type Watched = Readonly<{
  endpointId: string;
  projectId: string;
  name: string;
  url: string;
  /** Nothing has been said since it was last requested or started. */
  armed: boolean;
}>;
type Webhook = EventNamed<'WebhookQueued'>['data'];
type Changed = EventNamed<'EndpointStateChanged'>['data'];

const SAYS: Partial<Record<EndpointState, 'endpoint.ready' | 'endpoint.failed'>> = {
  running: 'endpoint.ready',
  build_failed: 'endpoint.failed',
  deploy_failed: 'endpoint.failed',
  runtime_error: 'endpoint.failed',
};

/** What its owner is told about a change: that it became ready, or failed, for the first time since they asked for it. */
export const announcementOf = (
  { endpointId, projectId, name, url, armed }: Watched,
  { to, reason }: Changed,
  { webhookId, at }: Readonly<{ webhookId: string; at: Date }>,
): Webhook | null => {
  const type = SAYS[to];
  if (!armed || !type) return null;
  const data = { endpointId, projectId, name, state: to, reason, url: `/api/d/${endpointId}` };
  return { webhookId, projectId, url, type, timestamp: at.toISOString(), data };
};
