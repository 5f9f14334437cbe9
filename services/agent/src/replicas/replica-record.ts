import { type DesiredReplica, type ReplicaFact, StopCause } from '@tidegate/contracts';
import { z } from 'zod';

const Kind = z.enum(['started', 'ready', 'stopped']);
const AtUs = z.int().min(0);

/** What an agent remembers of a replica until the control plane knows its end. Times are of the monotonic clock. */
export const ReplicaRecord = z.object({
  replicaId: z.string(),
  /** Where it was placed. */
  nodeId: z.string(),
  endpointId: z.string(),
  projectId: z.string(),
  /** Monotonic times compare only within one boot. */
  bootId: z.string(),
  host: z.string(),
  port: z.int(),
  metricsPort: z.int().nullable().default(null),
  healthPath: z.string(),
  metricsPath: z.string().nullable(),
  startupTimeoutSeconds: z.int(),
  gpuIndices: z.array(z.int()).default([]),
  /** Ids alone: the next agent asks again for the values, to mask them. */
  secretIds: z.array(z.string()).default([]),
  startedAtUs: AtUs.nullable(),
  readyAtUs: AtUs.nullable(),
  stopped: z
    .object({
      atUs: AtUs,
      cause: StopCause,
      exitCode: z.int().nullable(),
      lastLines: z.array(z.string()),
    })
    .nullable(),
  /** Facts that the control plane has. */
  told: z.array(Kind),
});
export type ReplicaRecord = Readonly<z.infer<typeof ReplicaRecord>>;
export type Stop = Readonly<NonNullable<ReplicaRecord['stopped']>>;
type Kind = z.infer<typeof Kind>;

/** Of a replica that is about to begin. */
export const blankRecord = (
  { replicaId, endpointId, projectId, gpuIndices, startupTimeoutSeconds, secrets }: DesiredReplica,
  { nodeId, bootId, address }: Readonly<{ nodeId: string; bootId: string; address: string }>,
): ReplicaRecord => ({
  replicaId,
  nodeId,
  endpointId,
  projectId,
  bootId,
  host: address,
  port: 0,
  metricsPort: null,
  healthPath: '/',
  metricsPath: null,
  startupTimeoutSeconds,
  gpuIndices,
  secretIds: Object.values(secrets),
  startedAtUs: null,
  readyAtUs: null,
  stopped: null,
  told: [],
});

/** The first start counts: a replica that could not take its port begins again within the same life. */
export const withStarted = (record: ReplicaRecord, atUs: number): ReplicaRecord =>
  record.stopped ? record : { ...record, startedAtUs: record.startedAtUs ?? atUs };

export const withReady = (record: ReplicaRecord, atUs: number): ReplicaRecord =>
  record.stopped
    ? record
    : { ...record, readyAtUs: record.readyAtUs ?? Math.max(atUs, record.startedAtUs ?? 0) };

/** An end is final: what comes after it changes nothing. */
export const withStopped = (record: ReplicaRecord, stop: Stop): ReplicaRecord => ({
  ...record,
  stopped: record.stopped ?? {
    ...stop,
    atUs: Math.max(stop.atUs, record.startedAtUs ?? 0, record.readyAtUs ?? 0),
  },
});

export const withTold = (record: ReplicaRecord, kinds: readonly Kind[]): ReplicaRecord => ({
  ...record,
  told: [...new Set([...record.told, ...kinds])],
});

/** All is to be told again: the control plane does not know of an end that it was told. */
export const withNothingTold = (record: ReplicaRecord): ReplicaRecord => ({ ...record, told: [] });

export const isSettled = ({ stopped, told }: ReplicaRecord): boolean =>
  stopped !== null && told.includes('stopped');

/** What of a life the control plane does not know yet, in the order it happened. */
export const factsOf = (record: ReplicaRecord): readonly ReplicaFact[] => {
  const { replicaId, startedAtUs, readyAtUs, stopped, host, port } = record;
  const blank = { replicaId, port: null, cause: null, exitCode: null, lastLines: [] };
  const facts: ReplicaFact[] = [];
  if (startedAtUs !== null) facts.push({ ...blank, kind: 'started', monotonicUs: startedAtUs });
  if (readyAtUs !== null) facts.push({ ...blank, kind: 'ready', monotonicUs: readyAtUs, host, port });
  if (stopped !== null) {
    const { atUs, ...end } = stopped;
    facts.push({ ...blank, kind: 'stopped', monotonicUs: atUs, ...end });
  }
  return facts.filter(({ kind }) => !record.told.includes(kind));
};

/** Of JSON text. A message of the bus holds a mebibyte, and a character may be three bytes. */
const LONGEST_CHARACTERS = 200_000;

/** As many facts as one message carries. A life's own order stands: equal times keep the order of their record. */
export const oldestFacts = (records: readonly ReplicaRecord[], most: number): ReplicaFact[] => {
  const facts = records
    .flatMap(factsOf)
    .toSorted((a, b) => a.monotonicUs - b.monotonicUs)
    .slice(0, most);
  let characters = 0;
  const end = facts.findIndex((fact) => (characters += JSON.stringify(fact).length) > LONGEST_CHARACTERS);
  // One alone always fits: its lines are few and short.
  return end === -1 ? facts : facts.slice(0, Math.max(end, 1));
};
