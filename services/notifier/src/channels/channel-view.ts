import type { ChannelDeliveryView, ChannelKind, ChannelView, NoticeKind } from '@tidegate/contracts';
import type { Channel } from './channels.ts';

export type ChannelRow = Readonly<{
  channel_id: string;
  project_id: string;
  name: string;
  kind: ChannelKind;
  addresses: string[];
  place: string;
  notices: NoticeKind[];
  secret_id: string | null;
  created_position: number;
  created_at: Date;
  updated_at: Date;
  last_number: number;
  dropped: number;
  waiting: number;
  delivered_at: Date | null;
  failing_since: Date | null;
  last_error: string | null;
}>;
export type DeliveryRow = Readonly<{
  webhook_id: string;
  number: number;
  type: string;
  title: string;
  state: ChannelDeliveryView['state'];
  tries: number;
  last: Readonly<{ at: string; status: number | null; error: string | null }> | null;
  on_bus: boolean;
  queued_at: Date;
  due_at: Date | null;
  finished_at: Date | null;
}>;

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

export const channelViewOf = (row: ChannelRow): ChannelView => ({
  id: row.channel_id,
  projectId: row.project_id,
  name: row.name,
  kind: row.kind,
  addresses: row.addresses,
  url: row.kind === 'email' ? null : row.place,
  notices: row.notices,
  state: row.failing_since ? 'failing' : row.delivered_at ? 'working' : 'untried',
  lastError: row.last_error,
  lastDeliveredAt: isoOf(row.delivered_at),
  failingSince: isoOf(row.failing_since),
  deliveries: row.last_number,
  waiting: row.waiting,
  dropped: row.dropped,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/** A channel of which no list has anything yet. */
export const newChannelView = (
  { projectId, channelId }: Readonly<{ projectId: string; channelId: string }>,
  { name, target, notices }: Channel,
  at: Date,
): ChannelView =>
  channelViewOf({
    channel_id: channelId,
    project_id: projectId,
    name,
    kind: target.kind,
    addresses: target.kind === 'email' ? [...target.addresses] : [],
    place: target.kind === 'webhook' ? target.url : target.kind === 'slack' ? `https://${target.host}/` : '',
    notices: [...notices],
    secret_id: target.kind === 'slack' ? target.secretId : null,
    created_position: 0,
    created_at: at,
    updated_at: at,
    last_number: 0,
    dropped: 0,
    waiting: 0,
    delivered_at: null,
    failing_since: null,
    last_error: null,
  });

const NEVER_TRIED = { at: null, status: null, error: null };

export const deliveryViewOf = (row: DeliveryRow): ChannelDeliveryView => {
  const { at, status, error } = row.last ?? NEVER_TRIED;
  return {
    id: row.webhook_id,
    number: row.number,
    type: row.type,
    title: row.title,
    state: row.state,
    tries: row.tries,
    lastStatus: status,
    lastError: error,
    lastTriedAt: at,
    nextTryAt: row.state === 'queued' && !row.on_bus ? isoOf(row.due_at) : null,
    queuedAt: row.queued_at.toISOString(),
    finishedAt: isoOf(row.finished_at),
  };
};
