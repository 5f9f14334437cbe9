import type { Settings } from './native.ts';

/** A proxy that can be measured, ours among them. */
export type Proxy = Readonly<{
  name: string;
  /** How it is asked, beside its port: path, model, token, headers. */
  ask: Settings;
  /** Other ways of asking it whose price is measured, by what they do without. */
  ways?: Readonly<Record<string, Settings>>;
  /** Listens on that port when it resolves. */
  start: (port: number) => Promise<Running>;
}>;

export type Running = Readonly<{
  port: number;
  /** What its CPU and memory are counted over; none for the upstream itself. */
  pids: readonly number[];
  stop: () => Promise<void>;
}>;

/** Where proxies find their upstreams, and put what they write. */
export type Place = Readonly<{ home: string; upstreams: readonly number[] }>;
