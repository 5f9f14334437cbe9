import type { AnyEvent, EventNamed, Plan, Recorded, StopCause } from '@tidegate/contracts';
import type { ReplicaFact } from '../metering/holding.ts';
import { Calendar } from '../periods/calendar.ts';
import type { PlanPublished } from '../plans/plan-card.ts';
import type { RatePublished } from '../rates/rate-card.ts';
import { type BillingFact, Facts } from './bill.ts';
import type { Line } from './line.ts';

export const UTC = new Calendar('UTC');

export const billOf = (facts: Iterable<BillingFact>, nowUs: number, calendar = UTC): Line[] => {
  const set = new Facts(calendar);
  for (const fact of facts) set.add(fact);
  return [...set.bill(nowUs)];
};

type Given = Readonly<{ id: string; version?: number; occurredAtUs?: number }>;
/** When it was recorded has whole milliseconds. */
export const recorded = <E extends AnyEvent>(
  event: E,
  { id, version = 1, occurredAtUs = 0 }: Given,
): Recorded<E> => ({
  ...event,
  id,
  version,
  position: 1,
  streamId: id,
  schemaVersion: 1,
  tenantId: null,
  correlationId: id,
  causationId: id,
  occurredAt: new Date(occurredAtUs / 1000),
  meta: {},
});

export const ENDPOINT = 'endpt-000000000001';
export const PROJECT = 'proj-000000000001';

export type Whose = Readonly<{ projectId?: string; endpointId?: string; revision?: number }>;
const whose = (replicaId: string, { projectId = PROJECT, endpointId = ENDPOINT, revision = 1 }: Whose) => ({
  replicaId,
  endpointId,
  projectId,
  revision,
  nodeId: 'node-000000000001',
});

export type Shape = Readonly<{
  hardwareId?: string;
  gpuCount?: number;
  gpuThousandths?: number;
  vcpuMillis?: number;
}>;
export const shape = (given: Shape) => ({
  id: given.hardwareId ?? 'h100-1x',
  gpuModel: null,
  gpuCount: given.gpuCount ?? 1,
  gpuThousandths: given.gpuThousandths ?? 1000,
  vcpuMillis: given.vcpuMillis ?? 1000,
  memoryMib: 1024,
});

export type At = Whose & Readonly<{ atUs: number; id?: string }>;

export const placed = (replicaId: string, given: At & Shape): ReplicaFact =>
  recorded(
    {
      type: 'ReplicaPlaced',
      data: {
        ...whose(replicaId, given),
        cluster: 'local',
        gpuIndices: [0],
        hardware: shape(given),
        explanation: [],
      },
    },
    { id: given.id ?? `${replicaId}-placed`, occurredAtUs: given.atUs },
  );

export const started = (replicaId: string, given: At & Shape & { simulated?: boolean }): ReplicaFact =>
  recorded(
    {
      type: 'ReplicaStarted',
      data: {
        ...whose(replicaId, given),
        hardware: shape(given),
        simulated: given.simulated ?? false,
        startedAtUs: given.atUs,
      },
    },
    { id: given.id ?? `${replicaId}-started` },
  );

export const stopped = (
  replicaId: string,
  given: At & { cause?: StopCause; neverReady?: boolean },
): ReplicaFact =>
  recorded(
    {
      type: 'ReplicaStopped',
      data: {
        ...whose(replicaId, given),
        cause: given.cause ?? 'scaled_down',
        exitCode: 0,
        neverReady: given.neverReady ?? false,
        stoppedAtUs: given.atUs,
        lastLines: [],
      },
    },
    { id: given.id ?? `${replicaId}-stopped` },
  );

const idFor = (replicaId: string, kind: string, { atUs, id }: At): string =>
  id ?? `${replicaId}-${kind}-${String(atUs)}`;

export const ready = (replicaId: string, given: At): ReplicaFact =>
  recorded(
    { type: 'ReplicaReady', data: { ...whose(replicaId, given), host: 'h', port: 1, readyAtUs: given.atUs } },
    { id: idFor(replicaId, 'ready', given) },
  );

export const slept = (replicaId: string, given: At): ReplicaFact =>
  recorded(
    { type: 'ReplicaSlept', data: { ...whose(replicaId, given), how: 'frozen', sleptAtUs: given.atUs } },
    { id: idFor(replicaId, 'slept', given) },
  );

export const woken = (replicaId: string, given: At): ReplicaFact =>
  recorded(
    { type: 'ReplicaWakeRequested', data: whose(replicaId, given) },
    { id: idFor(replicaId, 'woken', given), occurredAtUs: given.atUs },
  );

export const draining = (replicaId: string, given: At): ReplicaFact =>
  recorded(
    { type: 'ReplicaDraining', data: { ...whose(replicaId, given), cause: 'scaled_down' } },
    { id: idFor(replicaId, 'draining', given), occurredAtUs: given.atUs },
  );

export const resumed = (replicaId: string, given: At): ReplicaFact =>
  recorded(
    { type: 'ReplicaResumed', data: whose(replicaId, given) },
    { id: idFor(replicaId, 'resumed', given), occurredAtUs: given.atUs },
  );

type Published = Readonly<{ sku: string; fromUs: number; price: number; version?: number }>;
export const published = ({ sku, fromUs, price, version = 1 }: Published): RatePublished =>
  recorded(
    { type: 'RatePublished', data: { sku, priceNanoUsdPerHour: price, effectiveFromUs: fromUs } },
    { id: `${sku}-rate-${String(version)}`, version },
  );

type Planned = Readonly<{ plan: Plan; fromUs: number; projectId?: string | null; version?: number }>;
export const planned = ({ plan, fromUs, projectId = null, version = 1 }: Planned): PlanPublished =>
  recorded<EventNamed<'PlanPublished'>>(
    { type: 'PlanPublished', data: { projectId, plan, effectiveFromUs: fromUs } },
    { id: `${String(projectId)}-plan-${String(version)}`, version },
  );
