/** W3C trace context, version 00: `00-<trace id>-<parent id>-<flags>`. */
export type TraceParent = Readonly<{ traceId: string; spanId: string; traceFlags: number }>;

const WRITTEN = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;
const [NO_TRACE, NO_SPAN] = ['0'.repeat(32), '0'.repeat(16)];

/** Undefined for what is not valid: the trace then begins here. */
export const readTraceparent = (text: string | undefined): TraceParent | undefined => {
  const [, traceId, spanId, flags] = WRITTEN.exec(text ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (traceId === NO_TRACE || spanId === NO_SPAN) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
};

export const writeTraceparent = ({ traceId, spanId, traceFlags }: TraceParent): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Without tracing set up there is no span, and the caller's own context is handed on. */
export const isValid = ({ traceId }: TraceParent): boolean => traceId !== NO_TRACE;
