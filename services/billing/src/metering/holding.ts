import type { EventNamed, Recorded } from '@tidegate/contracts';

export type ReplicaStarted = Recorded<EventNamed<'ReplicaStarted'>>;
export type ReplicaStopped = Recorded<EventNamed<'ReplicaStopped'>>;

/** The time over which a replica held its hardware. Epoch microseconds of the control plane's clock. */
export type Start = Readonly<{
  eventId: string;
  atUs: number;
  hardwareId: string;
  /** Of all its GPUs together: two halves of a GPU are 1000. */
  gpuThousandths: number;
  vcpuMillis: number;
  simulated: boolean;
}>;
export type Stop = Readonly<{ eventId: string; atUs: number; neverReady: boolean }>;

/** What the events say of one replica so far. A stop whose start has not come is kept until it does. */
export type Traces = Readonly<{
  replicaId: string;
  endpointId: string;
  projectId: string;
  revision: number;
  start: Start | null;
  stop: Stop | null;
}>;

/** A replica that holds, or held, hardware. */
export type Holding = Traces & Readonly<{ start: Start }>;
export const isHolding = (traces: Traces): traces is Holding => traces.start !== null;

const startOf = ({ id, data: { hardware, simulated, startedAtUs } }: ReplicaStarted): Start => ({
  eventId: id,
  atUs: startedAtUs,
  hardwareId: hardware.id,
  gpuThousandths: hardware.gpuCount * hardware.gpuThousandths,
  vcpuMillis: hardware.vcpuMillis,
  simulated,
});

const stopOf = ({ id, data: { stoppedAtUs, neverReady } }: ReplicaStopped): Stop => ({
  eventId: id,
  atUs: stoppedAtUs,
  neverReady,
});

/** Of contradicting facts the payer's favour decides, never the order of arrival: the later start … */
const laterStart = (a: Start | null, b: Start): Start => {
  if (!a || b.atUs > a.atUs) return b;
  return b.atUs === a.atUs && b.eventId < a.eventId ? b : a;
};
/** … and the earlier stop. */
const earlierStop = (a: Stop | null, b: Stop): Stop => {
  if (!a || b.atUs < a.atUs) return b;
  return b.atUs === a.atUs && b.eventId < a.eventId ? b : a;
};

/** Adds one event to what is known. Any order and any repetition of the same events comes to the same. */
export const withEvent = (known: Traces | undefined, event: ReplicaStarted | ReplicaStopped): Traces => {
  const { replicaId, endpointId, projectId, revision } = event.data;
  const traces: Traces = known ?? { replicaId, endpointId, projectId, revision, start: null, stop: null };
  return event.type === 'ReplicaStarted'
    ? { ...traces, start: laterStart(traces.start, startOf(event)) }
    : { ...traces, stop: earlierStop(traces.stop, stopOf(event)) };
};
