export type SinkSettings = Readonly<{
  /** What headers of sinks are sealed with, the newest first. */
  sealKeys: readonly string[];
  /** Whether sinks may be at private and loopback addresses. */
  allowPrivate: boolean;
  timeoutSeconds: number;
  perProject: number;
}>;

export const SINK_SETTINGS = Symbol('log sink settings');
