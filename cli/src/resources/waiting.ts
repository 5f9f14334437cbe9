import type { Api } from '../api.ts';
import { type Common, type Surroundings, pause, say } from '../command.ts';
import { EXIT, Failed, Interrupted } from '../exits.ts';

/** As much of an endpoint as is waited for. */
export type Seen = Readonly<{
  id: string;
  name: string;
  state: string;
  reason: Readonly<{ message: string; nextStep: string }>;
  conditions: readonly Readonly<{ condition: string; message: string }>[];
  rollout: Readonly<{ percent: number; readyNew: number }> | null;
  replicas: Readonly<{ desired: number; ready: number }>;
}>;
export type Judged = 'there' | 'failed' | 'waiting';

const FAILED = new Set(['build_failed', 'deploy_failed', 'runtime_error']);

/** Whether it has come to what is waited for, or never will by itself. */
export const judged = (seen: Seen, wanted: string): Judged => {
  const { state, conditions } = seen;
  if (state === wanted || (state === 'deleted' && wanted === 'gone')) return 'there';
  if (FAILED.has(state) || state === 'deleted') return 'failed';
  if (conditions.some(({ condition }) => condition === wanted)) return 'there';
  return wanted === 'settled' && isSettled(seen) ? 'there' : 'waiting';
};

const CALM = new Set(['running', 'sleeping', 'stopped']);
const isSettled = ({ state, rollout, conditions }: Seen): boolean =>
  CALM.has(state) && rollout === null && conditions.every(({ condition }) => condition !== 'updating');

export const progressOf = ({ state, reason, rollout, conditions, replicas }: Seen): string =>
  [
    `${state} (${replicas.ready}/${replicas.desired})`,
    reason.message,
    ...conditions.map(({ message }) => message),
    ...(rollout ? [`the new revision has ${rollout.percent} % of the requests`] : []),
  ].join('; ');

const EVERY_MS = 500;
export const WAIT_S = 600;

/** Looks until an endpoint is as it is wanted, and tells what becomes of it meanwhile. */
/* eslint complexity: ['error', 12] -- each line of a wait is a way for it to end */
export const waited = async (
  api: Api,
  { around, options }: Readonly<{ around: Surroundings; options: Common }>,
  id: string,
  { wanted, seconds = WAIT_S }: Readonly<{ wanted: string; seconds?: number | undefined }>,
): Promise<Seen | null> => {
  const end = performance.now() + seconds * 1000;
  for (let told = ''; ;) {
    const seen = await seenOf(api, id);
    if (!seen) {
      if (GONE.has(wanted)) return null;
      throw new Failed([`${id} is not there any more.`], { exit: EXIT.remoteFailed });
    }
    const progress = progressOf(seen);
    if (progress !== told) say(around, options, `${seen.name}: ${(told = progress)}`);
    const verdict = judged(seen, wanted);
    if (verdict === 'there') return seen;
    if (verdict === 'failed') throw failedAs(seen);
    if (performance.now() >= end) throw lateAs(seen, seconds);
    await pause(EVERY_MS, around.signal);
    if (around.signal?.aborted) throw new Interrupted();
  }
};

const GONE: ReadonlySet<string> = new Set(['gone', 'deleted']);

const failedAs = ({ name, state, reason }: Seen): Failed =>
  new Failed([`${name} is ${state}: ${reason.message}`, reason.nextStep], { exit: EXIT.remoteFailed });

const lateAs = ({ name, state, reason }: Seen, seconds: number): Failed =>
  new Failed(
    [
      `${name} is still ${state} after ${seconds} s: ${reason.message}`,
      `It goes on by itself. Wait longer with --timeout, or ask: tidegate why ${name}`,
    ],
    { exit: EXIT.late },
  );

const seenOf = async (api: Api, id: string): Promise<Seen | null> => {
  try {
    return await api.call<Seen>('GET', `/v1/endpoints/${id}`);
  } catch (error) {
    if (error instanceof Failed && error.exit === EXIT.notFound) return null;
    throw error;
  }
};
