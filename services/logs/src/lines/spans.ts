import { rankOf } from './severity.ts';
import type { PlacedLine } from './placing.ts';

/** Ten minutes: what is known of each lets a question pass over those that cannot hold what it asks for. */
export const SPAN_US = 600_000_000;

export const spanOf = (cursor: number): number => cursor - (cursor % SPAN_US);

/** What lies in one stretch of cursors of one endpoint. */
export type Span = Readonly<{
  endpointId: string;
  spanUs: number;
  lines: number;
  bytes: number;
  oldestAtUs: number;
  newestAtUs: number;
  /** The gravest, as a rank. */
  severity: number;
}>;

/** @param lines those of one endpoint one after the other, in the order of their cursors */
export const spansOf = (lines: readonly PlacedLine[]): Span[] => {
  const spans: { -readonly [Field in keyof Span]: Span[Field] }[] = [];
  for (const { endpointId, cursor, bytes, atUs, severity } of lines) {
    const spanUs = spanOf(cursor);
    let span = spans.at(-1);
    if (span?.endpointId !== endpointId || span.spanUs !== spanUs) {
      span = { endpointId, spanUs, lines: 0, bytes: 0, oldestAtUs: atUs, newestAtUs: atUs, severity: 0 };
      spans.push(span);
    }
    span.lines++;
    span.bytes += bytes;
    span.oldestAtUs = Math.min(span.oldestAtUs, atUs);
    span.newestAtUs = Math.max(span.newestAtUs, atUs);
    span.severity = Math.max(span.severity, rankOf(severity));
  }
  return spans;
};

/** Cursors from, and before. */
export type Window = Readonly<{ from: number; to: number }>;

/** The stretches of cursors between two that hold anything of these spans; neighbours are one. */
export const windowsOf = (spans: readonly number[], { from, to }: Window): Window[] => {
  const windows: Window[] = [];
  for (const spanUs of spans.toSorted((a, b) => a - b)) {
    const window = { from: Math.max(from, spanUs), to: Math.min(to, spanUs + SPAN_US) };
    const last = windows.at(-1);
    if (window.from >= window.to) continue;
    if (last?.to === window.from) windows[windows.length - 1] = { from: last.from, to: window.to };
    else windows.push(window);
  }
  return windows;
};
