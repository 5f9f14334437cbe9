import type { EventNamed, EventType, Recorded } from '@tidegate/contracts';
import { type Sql, sql } from '@tidegate/eventing';
import { isFailure } from './event-notice.ts';

type Handlers = { readonly [Type in EventType]?: (event: Recorded<EventNamed<Type>>) => Sql[] };
type Target = EventNamed<'ChannelCreated'>['data']['target'];

/** States that somebody chose: nothing is wrong then. */
const SILENT: readonly string[] = ['stopping', 'stopped', 'disabled', 'deleted'];

const addressesOf = (target: Target): string[] => (target.kind === 'email' ? [...target.addresses] : []);
const secretOf = (target: Target): string | null => (target.kind === 'slack' ? target.secretId : null);
/** Where it leads, as anybody of the project may see it. */
const placeOf = (target: Target): string => {
  switch (target.kind) {
    case 'email':
      return 'mailto:';
    case 'webhook':
      return target.url;
    case 'slack':
      return `https://${target.host}/`;
  }
};

const giveUp = (channelId: string): Sql => sql`
  update deliveries set state = 'failed', on_bus = false, due_at = null, finished_at = clock_timestamp()
  where channel_id = ${channelId} and state = 'queued'`;

/** What the log says of channels, alerts and endpoints, as rows. */
const ROWS: Handlers = {
  ChannelCreated: ({ position, occurredAt, data }) => [
    sql`
      insert into channels (channel_id, project_id, name, kind, addresses, place, secret_id, notices,
                            created_position, created_at, updated_at)
      values (${data.channelId}, ${data.projectId}, ${data.name}, ${data.target.kind}, ${addressesOf(data.target)}::text[],
              ${placeOf(data.target)}, ${secretOf(data.target)}, ${data.notices}::text[], ${position}, ${occurredAt}, ${occurredAt})`,
  ],
  ChannelChanged: ({ occurredAt, data }) => [
    sql`
      update channels set name = ${data.name}, addresses = ${addressesOf(data.target)}::text[],
        place = ${placeOf(data.target)}, secret_id = ${secretOf(data.target)}, notices = ${data.notices}::text[],
        updated_at = ${occurredAt}
      where channel_id = ${data.channelId}`,
  ],
  ChannelRemoved: ({ data }) => [
    sql`delete from channels where channel_id = ${data.channelId}`,
    sql`delete from webhook_secrets where webhook_id = ${data.channelId}`,
    giveUp(data.channelId),
  ],
  AlertCreated: ({ position, occurredAt, data }) => [
    sql`
      insert into alerts (alert_id, project_id, rule, rule_position, created_position, created_at, updated_at)
      values (${data.alertId}, ${data.projectId}, ${JSON.stringify(data.rule)}::jsonb, ${position}, ${position},
              ${occurredAt}, ${occurredAt})`,
  ],
  AlertChanged: ({ position, occurredAt, data }) => [
    sql`
      update alerts set rule = ${JSON.stringify(data.rule)}::jsonb, rule_position = ${position}, updated_at = ${occurredAt},
                        evaluated_at = null, problem = null
      where alert_id = ${data.alertId}`,
  ],
  AlertMuted: ({ occurredAt, data }) => [
    sql`update alerts set muted_until_us = ${data.untilUs}, updated_at = ${occurredAt} where alert_id = ${data.alertId}`,
  ],
  AlertUnmuted: ({ occurredAt, data }) => [
    sql`update alerts set muted_until_us = null, updated_at = ${occurredAt} where alert_id = ${data.alertId}`,
  ],
  AlertRemoved: ({ data: { alertId } }) => [
    sql`delete from alerts where alert_id = ${alertId}`,
    sql`delete from alert_instances where alert_id = ${alertId}`,
    sql`delete from alert_transitions where alert_id = ${alertId}`,
  ],
  EndpointRequested: ({ data: { endpointId, projectId, spec } }) => [
    sql`
      insert into alert_endpoints (endpoint_id, project_id, name) values (${endpointId}, ${projectId}, ${spec.name})
      on conflict do nothing`,
  ],
  EndpointStartRequested: ({ data: { endpointId } }) => [
    sql`update alert_endpoints set is_armed = true, is_silent = false where endpoint_id = ${endpointId}`,
  ],
  EndpointStopRequested: ({ data: { endpointId } }) => [
    sql`update alert_endpoints set is_silent = true where endpoint_id = ${endpointId}`,
  ],
  EndpointStateChanged: ({ data: { endpointId, to } }) => [
    sql`
      update alert_endpoints
      set is_silent = ${SILENT.includes(to)},
          is_armed = case when ${to === 'running'} then false when ${isFailure(to)} then true else is_armed end
      where endpoint_id = ${endpointId}`,
  ],
  EndpointDeleted: ({ data: { endpointId } }) => [
    sql`delete from alert_endpoints where endpoint_id = ${endpointId}`,
  ],
  ReplicaStopped: ({ data: { replicaId } }) => [
    sql`update alert_instances set is_gone = true where replica_id = ${replicaId}`,
  ],
  ProjectDeleted: ({ data: { projectId } }) => [
    sql`
      update deliveries set state = 'failed', on_bus = false, due_at = null, finished_at = clock_timestamp()
      where project_id = ${projectId} and channel_id is not null and state = 'queued'`,
    sql`delete from webhook_secrets where webhook_id in (select channel_id from channels where project_id = ${projectId})`,
    sql`delete from channels where project_id = ${projectId}`,
    sql`delete from alert_instances where alert_id in (select alert_id from alerts where project_id = ${projectId})`,
    sql`delete from alert_transitions where alert_id in (select alert_id from alerts where project_id = ${projectId})`,
    sql`delete from alerts where project_id = ${projectId}`,
    sql`delete from alert_endpoints where project_id = ${projectId}`,
  ],
};

export const ROW_EVENTS = Object.keys(ROWS) as readonly EventType[];

/** What one event changes; nothing for those that change nothing here. */
export const rowsOf = (event: Recorded): Sql[] =>
  (ROWS as Record<string, ((event: Recorded) => Sql[]) | undefined>)[event.type]?.(event) ?? [];
