import type { Api } from './api.ts';
import { endpointIdOf } from './endpoints.ts';
import type { Policy } from './policies.ts';
import { dollars, percent, plain, seconds, table } from './table.ts';

type Simulated = Readonly<{
  name: string;
  gpuSeconds: number;
  replicaSeconds: number;
  costNanoUsd: string | null;
  coldStarts: number;
  starts: number;
  changesPerHour: number;
  mostReplicas: number;
  waitSeconds: Readonly<{ p50: number; p95: number; p99: number; mean: number }>;
  within1s: number | null;
  within5s: number | null;
}>;

export type Simulation = Readonly<{
  endpointId: string;
  from: string;
  to: string;
  requests: number;
  hardwareId: string;
  notes: readonly string[];
  policies: readonly Simulated[];
}>;

export type SimulateWish = Readonly<{
  from?: string | undefined;
  to?: string | undefined;
  policies: readonly Policy[];
}>;

export const simulate = async (api: Api, endpoint: string, wish: SimulateWish): Promise<Simulation> =>
  api.call('POST', `/v1/endpoints/${await endpointIdOf(api, endpoint)}/simulate`, wish);

/** For people: one line for each policy, and what the replay takes for granted. */
export const simulationText = (simulation: Simulation): string => {
  const { endpointId, from, to, requests, hardwareId, policies, notes } = simulation;
  const hasGpus = policies.some(({ gpuSeconds }) => gpuSeconds > 0);
  const head = [
    'POLICY',
    hasGpus ? 'GPU-SECONDS' : 'REPLICA-SECONDS',
    'COST',
    'COLD STARTS',
    'STARTS',
    'CHANGES/H',
    'MOST',
    'WAIT P50',
    'P95',
    'P99',
    'MEAN',
    'WITHIN 1 S',
    '5 S',
  ];
  const rows = policies.map((policy) => [
    policy.name,
    plain(hasGpus ? policy.gpuSeconds : policy.replicaSeconds),
    dollars(policy.costNanoUsd),
    String(policy.coldStarts),
    String(policy.starts),
    plain(policy.changesPerHour),
    String(policy.mostReplicas),
    seconds(policy.waitSeconds.p50),
    seconds(policy.waitSeconds.p95),
    seconds(policy.waitSeconds.p99),
    seconds(policy.waitSeconds.mean),
    percent(policy.within1s),
    percent(policy.within5s),
  ]);
  const title = `${endpointId} on ${hardwareId}, ${requests} requests from ${from} to ${to}`;
  return `${title}\n\n${table(head, rows)}\n${notes.map((note) => `- ${note}\n`).join('')}`;
};
