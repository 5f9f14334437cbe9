import type { EndpointState, EventNamed, Reason } from '@tidegate/contracts';

export type Watched = Readonly<{
  endpointId: string;
  projectId: string;
  name: string;
  /** Null: nobody wants to hear of it now. */
  url: string | null;
  /** Nothing has been said of its state since it was last requested or started. */
  armed: boolean;
}>;
type Webhook = EventNamed<'WebhookQueued'>['data'];
type About = Readonly<{ webhookId: string; at: Date }>;

const SAYS: Partial<Record<EndpointState, 'endpoint.ready' | 'endpoint.failed'>> = {
  running: 'endpoint.ready',
  build_failed: 'endpoint.failed',
  deploy_failed: 'endpoint.failed',
  runtime_error: 'endpoint.failed',
};

/** Whether an endpoint in this state is ready or has failed: what is said once. */
export const isOutcome = (state: EndpointState): boolean => SAYS[state] !== undefined;

/** What its owner is told about a change: that it became ready, or failed, for the first time since they asked for it. */
export const announcementOf = (
  watched: Watched,
  { to, reason }: EventNamed<'EndpointStateChanged'>['data'],
  about: About,
): Webhook | null => {
  const type = SAYS[to];
  return watched.armed && type ? webhook(watched, about, { type, state: to, reason }) : null;
};

/** Of every rollout its owner is told how it ended. */
export const rolloutAnnouncementOf = (
  watched: Watched,
  { from, to, outcome, reason }: EventNamed<'RolloutFinished'>['data'],
  about: About,
): Webhook | null =>
  webhook(watched, about, { type: 'endpoint.rollout_finished', from, to, outcome, reason });

/** Also when they did it themselves: the URL may belong to somebody else of their team. */
export const disabledAnnouncementOf = (
  watched: Watched,
  { by, reason }: EventNamed<'EndpointDisabled'>['data'],
  about: About,
): Webhook | null => webhook(watched, about, { type: 'endpoint.disabled', by, reason });

const webhook = (
  { endpointId, projectId, name, url }: Watched,
  { webhookId, at }: About,
  { type, ...said }: Readonly<{ type: string; reason: Reason } & Record<string, unknown>>,
): Webhook | null =>
  url === null
    ? null
    : {
        webhookId,
        projectId,
        url,
        type,
        timestamp: at.toISOString(),
        data: { endpointId, projectId, name, ...said, url: `/api/d/${endpointId}` },
      };
