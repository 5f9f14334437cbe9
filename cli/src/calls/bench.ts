import type { Api } from '../api.ts';
import { pause } from '../command.ts';
import { Failed, Interrupted } from '../exits.ts';
import { type Message, type Parameters, chatted } from './chat.ts';
import type { Call } from './tally.ts';

export type Load = Readonly<{
  endpointId: string;
  messages: readonly Message[];
  parameters: Parameters;
  /** So many callers, each asking anew when it is answered; or so many calls a second, whoever still waits. */
  callers: number;
  perSecond: number | undefined;
  seconds: number;
  /** No more than this wait at once. */
  mostWaiting: number;
}>;

export type Bench = Readonly<{
  calls: Call[];
  /** How many wait for an answer now. */
  waiting: () => number;
  /** Calls that were due, but too many waited. */
  skipped: () => number;
  done: Promise<void>;
}>;

/** Puts load on an endpoint; what came of it stands in `calls` as it comes. */
export const benched = (api: Api, load: Load): Bench => {
  const state = { waiting: 0, skipped: 0 };
  const calls: Call[] = [];
  const startedAt = performance.now();
  const isOver = (): boolean =>
    performance.now() - startedAt >= load.seconds * 1000 || api.signal?.aborted === true;
  const once = async (): Promise<void> => {
    state.waiting++;
    try {
      const call = await callOf(api, load, startedAt);
      if (call) calls.push(call);
    } finally {
      state.waiting--;
    }
  };
  const caller = async (): Promise<void> => {
    while (!isOver()) await once();
  };
  const paced = async (perSecond: number): Promise<void> => {
    const going: Promise<void>[] = [];
    for (let n = 0; !isOver(); n++) {
      await pause(startedAt + (n * 1000) / perSecond - performance.now(), api.signal);
      if (isOver()) break;
      if (state.waiting >= load.mostWaiting) state.skipped++;
      else going.push(once());
    }
    await Promise.all(going);
  };
  const done =
    load.perSecond === undefined
      ? Promise.all(Array.from({ length: load.callers }, caller)).then(() => undefined)
      : paced(load.perSecond);
  return { calls, waiting: () => state.waiting, skipped: () => state.skipped, done };
};

/** @returns null when somebody ended it meanwhile: that is no failure of the endpoint */
const callOf = async (
  api: Api,
  { endpointId, messages, parameters }: Load,
  start: number,
): Promise<Call | null> => {
  const from = performance.now();
  const at = (from - start) / 1000;
  try {
    const wish = { messages, parameters };
    const { firstTokenMs, completionTokens } = await chatted(api, endpointId, wish, () => undefined);
    const ms = performance.now() - from;
    return { at, ms, firstMs: firstTokenMs, tokens: completionTokens ?? 0, failed: null };
  } catch (error) {
    if (error instanceof Interrupted) return null;
    if (!(error instanceof Failed)) throw error;
    const failed = error.lines[0] ?? '';
    // An endpoint that is away must not be asked as fast as a program can.
    await pause(100, api.signal);
    return { at, ms: performance.now() - from, firstMs: null, tokens: 0, failed };
  }
};
