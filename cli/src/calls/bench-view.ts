import type { Api } from '../api.ts';
import { Failed } from '../exits.ts';
import { dollars, plain, seconds, shown } from '../table.ts';
import type { Tally } from './tally.ts';

type Endpoint = Readonly<{
  name: string;
  state: string;
  replicas: Readonly<{ desired: number; ready: number }>;
}>;
type Decision = Readonly<{ position: number; at: string; from: number; to: number; text: string }>;
type Burn = Readonly<{ burnNanoUsdPerHour: string; soFarNanoUsd: string }>;

/** What the platform does meanwhile. */
export type Meanwhile = Readonly<{
  endpoint: Endpoint | null;
  decisions: readonly Decision[];
  burn: Burn | null;
}>;

/** What cannot be looked at now is left out: a bench goes on. */
const orNull = async <Found>(found: Promise<Found>): Promise<Found | null> => {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Failed) return null;
    throw error;
  }
};

export const meanwhile = async (api: Api, id: string, since: string): Promise<Meanwhile> => {
  const [endpoint, scaling, burn] = await Promise.all([
    orNull(api.call<Endpoint>('GET', `/v1/endpoints/${id}`)),
    orNull(api.call<{ decisions: Decision[] }>('GET', `/v1/endpoints/${id}/scaling?decisions=100`)),
    orNull(api.call<Burn>('GET', `/v1/billing/burn?endpointId=${id}`)),
  ]);
  const decisions = (scaling?.decisions ?? []).filter(({ at }) => at >= since);
  return { endpoint, decisions, burn };
};

const time = (ms: number | null): string => (ms === null ? '-' : seconds(ms / 1000));

export const tallyLines = (tally: Tally, waiting: number): string[] => [
  `calls      ${tally.calls} in ${plain(tally.seconds)} s, ${plain(tally.perSecond)} answered a second, ${waiting} wait`,
  `answers    p50 ${time(tally.p50Ms)}, p99 ${time(tally.p99Ms)}`,
  `first      p50 ${time(tally.firstP50Ms)}, p99 ${time(tally.firstP99Ms)}`,
  `tokens     ${plain(tally.tokensPerSecond)} a second`,
  ...(tally.failed === 0 ? [] : [`failed     ${tally.failed}`]),
  ...Object.entries(tally.failures).map(([why, count]) => `           ${count}x ${shown(why)}`),
];

export const meanwhileLines = ({ endpoint, decisions, burn }: Meanwhile): string[] => [
  ...(endpoint
    ? [`replicas   ${endpoint.replicas.ready} ready of ${endpoint.replicas.desired} (${endpoint.state})`]
    : []),
  ...(burn
    ? [`cost       ${dollars(burn.burnNanoUsdPerHour)} an hour now, ${dollars(burn.soFarNanoUsd)} this month`]
    : []),
  ...decisions
    .slice(0, 8)
    .toReversed()
    .map(({ at, text }) => `${at.slice(11, 19)}   ${shown(text)}`),
];

/** One line for a log. */
export const progressLine = (tally: Tally, waiting: number, { endpoint }: Meanwhile): string =>
  [
    `${plain(tally.seconds)} s`,
    `${tally.calls} calls`,
    `${tally.failed} failed`,
    `${waiting} wait`,
    `p50 ${time(tally.p50Ms)}`,
    `p99 ${time(tally.p99Ms)}`,
    endpoint ? `${endpoint.replicas.ready}/${endpoint.replicas.desired} replicas` : '',
  ]
    .filter(Boolean)
    .join('  ');
