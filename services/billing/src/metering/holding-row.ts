import type { Start, Stop, Traces } from './holding.ts';

/** A row of `holdings`: the columns of a start, and those of a stop, are null together. */
export type HoldingRow = Readonly<{
  replica_id: string;
  endpoint_id: string;
  project_id: string;
  revision: number;
  start_event_id: string | null;
  started_at_us: number | null;
  hardware_id: string | null;
  gpu_thousandths: number | null;
  vcpu_millis: number | null;
  simulated: boolean | null;
  stop_event_id: string | null;
  stopped_at_us: number | null;
  never_ready: boolean | null;
}>;

export const tracesOf = (row: HoldingRow): Traces => ({
  replicaId: row.replica_id,
  endpointId: row.endpoint_id,
  projectId: row.project_id,
  revision: row.revision,
  start: startIn(row),
  stop: stopIn(row),
});

const startIn = (row: HoldingRow): Start | null =>
  row.start_event_id === null
    ? null
    : {
        eventId: row.start_event_id,
        atUs: row.started_at_us ?? 0,
        hardwareId: row.hardware_id ?? '',
        gpuThousandths: row.gpu_thousandths ?? 0,
        vcpuMillis: row.vcpu_millis ?? 0,
        simulated: row.simulated ?? false,
      };

const stopIn = (row: HoldingRow): Stop | null =>
  row.stop_event_id === null
    ? null
    : {
        eventId: row.stop_event_id,
        atUs: row.stopped_at_us ?? 0,
        neverReady: row.never_ready ?? false,
      };
