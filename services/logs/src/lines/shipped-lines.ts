import { type EventNamed, type LogStream, type LineSeverity, maskSecrets } from '@tidegate/contracts';
import { jsonIn, severityOf } from './severity.ts';

export type Batch = EventNamed<'LogLinesShipped'>['data'];

/** What is known of a line before it has its place. */
export type Line = Readonly<{
  sequence: number;
  atUs: number;
  stream: LogStream;
  severity: LineSeverity;
  text: string;
  traceId: string | null;
  requestId: string | null;
  attributes: Readonly<Record<string, string>> | null;
}>;

/** In characters: the longest line that is kept whole. */
export const LONGEST_TEXT = 65_536;

/** The lines of a batch. No clock is ahead of ours: nothing is written later than now. */
export const linesOf = ({ firstSequence, lines }: Batch, nowUs: number): Line[] =>
  lines.map((line, n) => lineOf(line, firstSequence + n, nowUs));

const lineOf = (
  { atUs, stream, text, severity, attributes, traceId }: Batch['lines'][number],
  sequence: number,
  nowUs: number,
): Line => {
  const kept = storable(text);
  const fields = jsonIn(kept);
  const named = fields ?? attributes;
  return {
    sequence,
    atUs: Math.max(0, Math.min(atUs, nowUs)),
    stream,
    severity: severity ?? severityOf(kept, stream, fields),
    text: kept,
    traceId: traceId ?? traceIn(named),
    requestId: requestIn(named),
    attributes: attributes ? storableAttributes(attributes) : null,
  };
};

/** Lines that were lost leave a line of their own in their place, so that the loss is seen; null: none was. */
export const lossOf = ({ dropped, droppedBytes, firstSequence, lines }: Batch, nowUs: number): Line | null =>
  dropped === 0
    ? null
    : {
        ...PLATFORM,
        // It stands before the first line that came through, under the same number.
        sequence: firstSequence,
        atUs: Math.max(0, Math.min(lines[0]?.atUs ?? nowUs, nowUs)),
        severity: 'warn',
        text: `${String(dropped)} ${dropped === 1 ? 'line was' : 'lines were'} dropped here because a limit was reached${sizeOf(droppedBytes)}, after line ${String(firstSequence - 1)} of this replica`,
      };

/** The same batch says the same loss: what tells it apart from another one in the same place. */
export const lossKeyOf = ({ firstSequence, dropped, droppedBytes }: Batch): string =>
  `${String(firstSequence)}:${String(dropped)}:${String(droppedBytes)}`;

/** What the platform says itself. */
export const platformLine = (
  { atUs, text, severity = 'info' }: Readonly<{ atUs: number; text: string; severity?: LineSeverity }>,
  nowUs: number,
): Line => ({ ...PLATFORM, atUs: Math.max(0, Math.min(atUs, nowUs)), severity, text: storable(text) });

const PLATFORM = {
  sequence: 0,
  stream: 'platform',
  traceId: null,
  requestId: null,
  attributes: null,
} as const;

const sizeOf = (bytes: number): string => (bytes === 0 ? '' : ` (${bytes.toLocaleString('en-US')} bytes)`);

/** What Postgres cannot hold is replaced, what is too long is cut and says so, what is secret is masked. */
const storable = (text: string): string => {
  const masked = maskSecrets(text).replaceAll('\0', '\ufffd');
  const cut = masked.length - LONGEST_TEXT;
  const kept = cut > 0 ? `${masked.slice(0, LONGEST_TEXT)}… (${String(cut)} more characters)` : masked;
  return kept.toWellFormed();
};

const storableAttributes = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [storable(name), storable(value)] as const),
  );

type Named = Readonly<Record<string, unknown>> | undefined;

/** W3C ids only: anything else that is called so is not one that could be joined. */
const traceIn = (fields: Named): string | null => {
  if (!fields) return null;
  for (const name of ['traceId', 'trace_id', 'traceid', 'otelTraceID', 'trace.id']) {
    const value = own(fields, name);
    if (typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)) return value;
  }
  return null;
};

const requestIn = (fields: Named): string | null => {
  if (!fields) return null;
  for (const name of ['requestId', 'request_id', 'requestid', 'x-request-id', 'x_request_id', 'request.id']) {
    const value = own(fields, name);
    if (typeof value === 'string' && /^[\w.:-]{1,200}$/.test(value)) return value;
  }
  return null;
};

const own = (fields: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
