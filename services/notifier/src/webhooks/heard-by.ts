import { type AnyEvent, EVERYBODYS_EVENTS, type Recorded, subscribedBy } from '@tidegate/contracts';

/** Which webhooks hear of an event. */
export type HeardBy =
  | Readonly<{ kind: 'nobody' }>
  /** This one, whatever it is subscribed to. */
  | Readonly<{ kind: 'one'; projectId: string; webhookId: string }>
  /** Of one project, or of all (null), those that are subscribed by one of the patterns, but for the one it is about. */
  | Readonly<{
      kind: 'subscribed';
      projectId: string | null;
      patterns: readonly string[];
      but: string | null;
    }>;

const isEverybodys = (type: string): boolean => (EVERYBODYS_EVENTS as readonly string[]).includes(type);

/** An event of a project goes to webhooks of that project and to nobody else. */
export const heardBy = ({ type, tenantId, data }: Recorded<AnyEvent>): HeardBy => {
  if (type === 'WebhookTestRequested') return { kind: 'one', ...data };
  const patterns = subscribedBy(type);
  if (patterns.length === 0 || (tenantId === null && !isEverybodys(type))) return { kind: 'nobody' };
  return {
    kind: 'subscribed',
    projectId: tenantId,
    patterns,
    but: 'webhookId' in data ? data.webhookId : null,
  };
};

/** The header `webhook-id`: derived from what it is, so that whoever has it can say which event came to which webhook. */
export const deliveryId = (webhookId: string, eventId: string): string => `${webhookId}_${eventId}`;
