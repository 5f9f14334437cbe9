import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import { listed } from './pages.ts';
import { type Row, dollars, shown, table } from './table.ts';

export type Wanted = Readonly<{
  by: readonly string[];
  endpoint?: string;
  since?: string;
  until?: string;
  tag?: string;
  limit: number;
}>;
export type Group = Readonly<{
  group: Readonly<Record<string, string | null>>;
  endpointName: string | null;
  heldMicroseconds: string;
  gpuThousandthsMicroseconds: string;
  costNanoUsd: string;
  costUsd: string;
}>;

export const usage = async (api: Api, wanted: Wanted): Promise<Group[]> => {
  const { by, endpoint, since, until, tag, limit } = wanted;
  const endpointId = endpoint === undefined ? undefined : await endpointIdOf(api, endpoint);
  const query = { groupBy: by.join(','), endpointId, from: since, until, tag };
  return listed(api, '/v1/billing/usage', query, limit);
};

export const usageText = (groups: readonly Group[]): string => {
  const [first] = groups;
  if (!first) return 'Nothing was used in that time.\n';
  const names = Object.keys(first.group);
  const rows = groups.map((each): Row => [
    ...names.map((name) => shown(titleOf(each, name))),
    hours(each.heldMicroseconds, 1n),
    hours(each.gpuThousandthsMicroseconds, 1000n),
    dollars(each.costNanoUsd),
  ]);
  const sum = (of: (group: Group) => string): string =>
    String(groups.reduce((total, group) => total + BigInt(of(group)), 0n));
  const total: Row = [
    ...names.map((_, n) => (n === 0 ? 'together' : '')),
    hours(
      sum(({ heldMicroseconds }) => heldMicroseconds),
      1n,
    ),
    hours(
      sum(({ gpuThousandthsMicroseconds }) => gpuThousandthsMicroseconds),
      1000n,
    ),
    dollars(sum(({ costNanoUsd }) => costNanoUsd)),
  ];
  return table(
    [...names.map((name) => name.toUpperCase()), 'REPLICA-HOURS', 'GPU-HOURS', 'COST'],
    names.length === 0 ? rows : [...rows, total],
  );
};

const titleOf = ({ group, endpointName }: Group, name: string): string =>
  (name === 'endpoint' ? endpointName : null) ?? group[name] ?? '-';

const HOUR_US = 3_600_000_000n;
const PLACES = 1000n;

/** Hours to the thousandth, out of microseconds times so many parts. */
const hours = (amount: string, parts: bigint): string => {
  const thousandths = (BigInt(amount) * PLACES) / (HOUR_US * parts);
  return `${String(thousandths / PLACES)}.${String(thousandths % PLACES).padStart(3, '0')}`;
};
