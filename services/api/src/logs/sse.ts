import type { LogLineView } from '@tidegate/contracts';

/** One line as a server-sent event. Its id is the cursor, so that a client that comes back goes on after it. */
export const lineEvent = (line: LogLineView): string =>
  `id: ${line.cursor}\nevent: line\ndata: ${JSON.stringify(line)}\n\n`;

/** Says how soon to come back after a broken connection. */
export const OPENING = 'retry: 2000\n\n';
/** A comment: keeps proxies from closing a quiet connection. */
export const HEARTBEAT = ': still here\n\n';
