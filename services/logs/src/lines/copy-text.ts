import { LINE_SEVERITIES, LOG_STREAMS } from '@tidegate/contracts';
import type { PlacedLine } from './placing.ts';

/** The columns of `log_lines`, in the order in which rows are written. */
export const COLUMNS =
  'endpoint_id, project_id, replica_id, cursor, sequence, at_us, stream, severity, bytes, text, trace_id, request_id, attributes';

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value in the text format of COPY: columns end at tabs, rows at line ends, and a backslash means more than itself. */
export const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\n\r\t]/g, (special) => ESCAPES[special] ?? special) : text;

const orNull = (text: string | null): string => (text === null ? '\\N' : escaped(text));

/** Rows of `log_lines` as COPY takes them. */
export const copyText = (lines: readonly PlacedLine[]): string => {
  let text = '';
  for (const line of lines)
    text += `${line.endpointId}\t${line.projectId}\t${line.replicaId}\t${String(line.cursor)}\t${String(line.sequence)}\t${String(line.atUs)}\t${String(LOG_STREAMS.indexOf(line.stream))}\t${String(LINE_SEVERITIES.indexOf(line.severity))}\t${String(line.bytes)}\t${escaped(line.text)}\t${orNull(line.traceId)}\t${orNull(line.requestId)}\t${line.attributes === null ? '\\N' : escaped(JSON.stringify(line.attributes))}\n`;
  return text;
};
