import type { components } from '@tidegate/sdk';

type Endpoint = components['schemas']['Endpoint'];
type Node = components['schemas']['Node'];
type Alert = Readonly<{
  id: string;
  name: string;
  severity: string;
  state: string;
  endpointId: string | null;
}>;

export type Matter = Readonly<{
  id: string;
  /** 0 is the gravest. */
  gravity: number;
  what: string;
  to: string;
  why: string;
  next: string | null;
}>;

const FAILED: readonly string[] = ['build_failed', 'deploy_failed', 'runtime_error'];
const GRAVITIES: Readonly<Record<string, number>> = {
  degraded: 1,
  pendingCapacity: 1,
  budgetLimited: 1,
  metricStale: 3,
};

const ofEndpoint = ({ id, name, state, reason, conditions }: Endpoint): readonly Matter[] => [
  ...(FAILED.includes(state)
    ? [{ id, gravity: 0, what: name, to: `/endpoints/${id}`, why: reason.message, next: reason.nextStep }]
    : []),
  ...conditions
    .filter(({ condition }) => condition in GRAVITIES)
    .map(({ condition, message, nextStep }) => ({
      id: `${id} ${condition}`,
      gravity: GRAVITIES[condition] ?? 2,
      what: name,
      to: `/endpoints/${id}`,
      why: message,
      next: nextStep,
    })),
];

const ofNode = ({ id, hostname, state, replicas }: Node): readonly Matter[] =>
  state === 'lost'
    ? [
        {
          id,
          gravity: 1,
          what: hostname,
          to: `/nodes/${id}`,
          why: 'The node is silent: its lease ran out.',
          next: replicas > 0 ? 'Its replicas are replaced elsewhere.' : 'Look at its agent.',
        },
      ]
    : [];

const ofAlert = ({ id, name, severity, state, endpointId }: Alert): readonly Matter[] =>
  state === 'firing'
    ? [
        {
          id,
          gravity: severity === 'critical' ? 0 : 2,
          what: name,
          to: endpointId === null ? '/alerts' : `/endpoints/${endpointId}/metrics`,
          why: `This alert fires (${severity}).`,
          next: null,
        },
      ]
    : [];

/** What somebody should look at, the gravest first. */
export const mattersOf = (
  endpoints: readonly Endpoint[],
  nodes: readonly Node[],
  alerts: readonly Alert[],
): readonly Matter[] =>
  [...endpoints.flatMap(ofEndpoint), ...nodes.flatMap(ofNode), ...alerts.flatMap(ofAlert)].toSorted(
    (one, other) => one.gravity - other.gravity || one.what.localeCompare(other.what),
  );

/** How many endpoints are in each state, the most first. */
export const statesOf = (
  endpoints: readonly Endpoint[],
): readonly (readonly [state: string, count: number])[] =>
  [...Map.groupBy(endpoints, ({ state }) => state)]
    .map(([state, members]) => [state, members.length] as const)
    .toSorted(([, one], [, other]) => other - one);

export type Strip = Readonly<{
  model: string;
  isSimulated: boolean;
  /** How full each GPU is, 0 to 1, the fullest first. */
  used: readonly number[];
}>;

/** The GPUs of the pool by model; those of lost nodes are not there. */
export const stripsOf = (nodes: readonly Node[]): readonly Strip[] => {
  const cells = nodes
    .filter(({ state }) => state !== 'lost')
    .flatMap(({ capacity, free }) =>
      capacity.gpus.map(({ model, simulated }, place) => ({
        model,
        simulated,
        used: 1 - (free.gpuThousandths[place] ?? 0) / 1000,
      })),
    );
  return [...Map.groupBy(cells, ({ model, simulated }) => `${model} ${simulated}`).values()].map(
    (members) => ({
      model: members[0]?.model ?? '',
      isSimulated: members[0]?.simulated ?? false,
      used: members.map(({ used }) => used).toSorted((one, other) => other - one),
    }),
  );
};

/** What has been spent by now, from what it was then and what an hour costs. */
export const spentBy = (soFarNanoUsd: string, perHourNanoUsd: string, sinceMs: number): bigint =>
  BigInt(soFarNanoUsd) + (BigInt(perHourNanoUsd) * BigInt(Math.max(0, Math.round(sinceMs)))) / 3_600_000n;
