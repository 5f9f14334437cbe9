import type { LogLineView } from '@tidegate/contracts';

/** What who follows a log is told. */
export type LogItem = Readonly<{ kind: 'line'; line: LogLineView } | { kind: 'heartbeat' }>;

/** One line as a server-sent event. Its id is the cursor, so that a client that comes back goes on after it. */
export const sseOf = (item: LogItem): string =>
  item.kind === 'line'
    ? `id: ${item.line.cursor}\nevent: line\ndata: ${JSON.stringify(item.line)}\n\n`
    : HEARTBEAT;

/** Says how soon to come back after a broken connection. */
export const OPENING = 'retry: 2000\n\n';
/** A comment: keeps proxies from closing a quiet connection. */
const HEARTBEAT = ': still here\n\n';
