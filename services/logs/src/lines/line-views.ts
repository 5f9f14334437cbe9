import { LINE_SEVERITIES, LOG_STREAMS, type LogLineView, refuse } from '@tidegate/contracts';

export type LineRow = Readonly<{
  cursor: number;
  replica_id: string;
  sequence: number;
  at_us: number;
  stream: number;
  severity: number;
  bytes: number;
  text: string;
  trace_id: string | null;
  request_id: string | null;
  attributes: string | null;
}>;

export const lineView = (row: LineRow): LogLineView => ({
  cursor: String(row.cursor),
  replicaId: row.replica_id === '' ? null : row.replica_id,
  sequence: row.sequence,
  at: new Date(row.at_us / 1000).toISOString(),
  stream: LOG_STREAMS[row.stream] ?? 'platform',
  severity: LINE_SEVERITIES[row.severity] ?? 'info',
  text: row.text,
  traceId: row.trace_id,
  requestId: row.request_id,
  attributes: row.attributes === null ? null : (JSON.parse(row.attributes) as Record<string, string>),
});

/** @throws Refusal request.invalid for a cursor that this log never gave out */
export const cursorIn = (text: string, pointer: string): number => {
  const cursor = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(cursor)
    ? cursor
    : refuse('request.invalid', { count: 1 }, [
        { pointer, message: 'is not a cursor of this log: take it from an answer' },
      ]);
};
