import type { EventNamed, Recorded, StopCause } from '@tidegate/contracts';
import type { ReplicaStarted, ReplicaStopped } from '../metering/holding.ts';
import type { RatePublished } from '../rates/rate-card.ts';

const recorded = <E extends EventNamed<'ReplicaStarted' | 'ReplicaStopped' | 'RatePublished'>>(
  event: E,
  id: string,
  version = 1,
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
  occurredAt: new Date(0),
  meta: {},
});

const whose = (
  replicaId: string,
  { projectId = 'proj-000000000001', revision = 1 }: { projectId?: string; revision?: number },
) => ({
  replicaId,
  endpointId: 'endpt-000000000001',
  projectId,
  revision,
  nodeId: 'node-000000000001',
});

type Started = Readonly<{
  atUs: number;
  id?: string;
  projectId?: string;
  revision?: number;
  hardwareId?: string;
  gpuCount?: number;
  gpuThousandths?: number;
  vcpuMillis?: number;
  simulated?: boolean;
}>;

export const started = (replicaId: string, given: Started): ReplicaStarted =>
  recorded(
    {
      type: 'ReplicaStarted',
      data: {
        ...whose(replicaId, given),
        hardware: {
          id: given.hardwareId ?? 'h100-1x',
          gpuModel: null,
          gpuCount: given.gpuCount ?? 1,
          gpuThousandths: given.gpuThousandths ?? 1000,
          vcpuMillis: given.vcpuMillis ?? 1000,
          memoryMib: 1024,
        },
        simulated: given.simulated ?? false,
        startedAtUs: given.atUs,
      },
    },
    given.id ?? `${replicaId}-started`,
  );

type Stopped = Readonly<{
  atUs: number;
  id?: string;
  projectId?: string;
  revision?: number;
  cause?: StopCause;
  neverReady?: boolean;
}>;

export const stopped = (replicaId: string, given: Stopped): ReplicaStopped =>
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
    given.id ?? `${replicaId}-stopped`,
  );

type Published = Readonly<{ hardwareId: string; fromUs: number; price: number; version?: number }>;

export const published = ({ hardwareId, fromUs, price, version = 1 }: Published): RatePublished =>
  recorded(
    {
      type: 'RatePublished',
      data: { hardwareId, priceNanoUsdPerHour: price, effectiveFromUs: fromUs },
    },
    `${hardwareId}-rate-${String(version)}`,
    version,
  );
