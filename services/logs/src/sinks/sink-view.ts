import type { LogSinkView } from '@tidegate/contracts';

export type SinkRow = Readonly<{
  sink_id: string;
  project_id: string;
  kind: LogSinkView['kind'];
  url: string;
  description: string;
  endpoint_ids: string[];
  headers_id: string | null;
  header_names: string[];
  enabled: boolean;
  created_position: number;
  created_at: Date;
  updated_at: Date;
  due_at: Date;
  failures: number;
  failing_since: Date | null;
  last_error: string | null;
  sent_at: Date | null;
  lines_sent: number;
  lines_rejected: number;
  behind_us: number | null;
}>;

const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null;

export const sinkViewOf = (row: SinkRow, nowUs: number): LogSinkView => {
  const isFailing = row.failing_since !== null;
  return {
    id: row.sink_id,
    projectId: row.project_id,
    kind: row.kind,
    url: row.url,
    description: row.description,
    endpointIds: row.endpoint_ids,
    headerNames: row.header_names,
    state: stateOf(row),
    lastError: row.last_error,
    failingSince: isoOf(row.failing_since),
    nextTryAt: row.enabled && isFailing ? isoOf(row.due_at) : null,
    lastSentAt: isoOf(row.sent_at),
    linesSent: row.lines_sent,
    linesRejected: row.lines_rejected,
    lagSeconds: row.behind_us === null ? 0 : Math.max(0, Math.round((nowUs - row.behind_us) / 1000) / 1000),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
};

const stateOf = ({ enabled, failing_since: failing }: SinkRow): LogSinkView['state'] =>
  !enabled ? 'disabled' : failing ? 'failing' : 'active';
