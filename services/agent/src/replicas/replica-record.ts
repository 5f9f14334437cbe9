import { type DesiredReplica, type ReplicaFact, StopCause } from '@tidegate/contracts';
import { z } from 'zod';
import { HowToSleep } from '../sleeping/how-to-sleep.ts';
import type { Known } from './reconcile.ts';

const Kind = z.enum(['started', 'ready', 'slept', 'stopped']);
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
  /** Absent: an agent of an earlier version has started it. */
  hardware: z.object({ vcpuMillis: z.int(), memoryMib: z.int() }).optional(),
  /** Ids alone: the next agent asks again for the values, to mask them. */
  secretIds: z.array(z.string()).default([]),
  /** Null: it cannot. */
  sleep: HowToSleep.nullable().default(null),
  /** `falling` and `waking` are written down before they begin, so that the next agent goes on with them. */
  rest: z.enum(['awake', 'falling', 'asleep', 'waking']).default('awake'),
  /** How often it was told to wake. */
  wakes: z.int().min(0).default(0),
  startedAtUs: AtUs.nullable(),
  /** Since it was last told to wake, if ever. */
  readyAtUs: AtUs.nullable(),
  /** The last time. */
  sleptAtUs: AtUs.nullable().default(null),
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
  /** W3C trace context of why it was started, or was last woken. */
  traceparent: z.string().optional(),
});
export type ReplicaRecord = Readonly<z.infer<typeof ReplicaRecord>>;
export type Stop = Readonly<NonNullable<ReplicaRecord['stopped']>>;
type Kind = z.infer<typeof Kind>;

type Whereabouts = Readonly<{ nodeId: string; bootId: string; address: string; sleep: HowToSleep | null }>;

/** Of a replica that is about to begin. */
export const blankRecord = (
  { startupTimeoutSeconds, secrets, wakes = 0, ...desired }: DesiredReplica,
  { nodeId, bootId, address, sleep }: Whereabouts,
): ReplicaRecord => ({
  replicaId: desired.replicaId,
  nodeId,
  endpointId: desired.endpointId,
  projectId: desired.projectId,
  bootId,
  host: address,
  port: 0,
  metricsPort: null,
  healthPath: '/',
  metricsPath: null,
  startupTimeoutSeconds,
  gpuIndices: desired.gpuIndices,
  hardware: { vcpuMillis: desired.hardware.vcpuMillis, memoryMib: desired.hardware.memoryMib },
  secretIds: Object.values(secrets),
  sleep,
  rest: 'awake',
  wakes,
  startedAtUs: null,
  readyAtUs: null,
  sleptAtUs: null,
  stopped: null,
  told: [],
  ...(desired.traceparent !== undefined && { traceparent: desired.traceparent }),
});

/** The first start counts: a replica that could not take its port begins again within the same life. */
export const withStarted = (record: ReplicaRecord, atUs: number): ReplicaRecord =>
  record.stopped ? record : { ...record, startedAtUs: record.startedAtUs ?? atUs };

export const withReady = (record: ReplicaRecord, atUs: number): ReplicaRecord =>
  record.stopped
    ? record
    : {
        ...record,
        rest: record.rest === 'waking' ? 'awake' : record.rest,
        readyAtUs: record.readyAtUs ?? Math.max(atUs, record.startedAtUs ?? 0, record.sleptAtUs ?? 0),
      };

/** It is about to fall asleep, or to wake; what it tells next it has not told before. */
export const withTurn = (record: ReplicaRecord, rest: 'falling' | 'waking', wakes: number): ReplicaRecord =>
  record.stopped
    ? record
    : {
        ...record,
        rest,
        wakes,
        readyAtUs: rest === 'waking' ? null : record.readyAtUs,
        told: record.told.filter((kind) => kind !== (rest === 'waking' ? 'ready' : 'slept')),
      };

export const withSlept = (record: ReplicaRecord, atUs: number): ReplicaRecord =>
  record.stopped ? record : { ...record, rest: 'asleep', sleptAtUs: Math.max(atUs, record.readyAtUs ?? 0) };

/** An end is final: what comes after it changes nothing. */
export const withStopped = (record: ReplicaRecord, stop: Stop): ReplicaRecord => ({
  ...record,
  stopped: record.stopped ?? {
    ...stop,
    atUs: Math.max(stop.atUs, record.startedAtUs ?? 0, record.readyAtUs ?? 0, record.sleptAtUs ?? 0),
  },
});

export const withTold = (record: ReplicaRecord, kinds: readonly Kind[]): ReplicaRecord => ({
  ...record,
  told: [...new Set([...record.told, ...kinds])],
});

/** What happened before it was last told to wake says nothing of what happened since. */
export const isOfNow = ({ kind, wakes = 0 }: ReplicaFact, record: ReplicaRecord): boolean =>
  kind === 'started' || kind === 'stopped' || wakes === record.wakes;

/** What decides whether it is to turn. */
export const restOf = ({ rest, wakes }: ReplicaRecord): Pick<Known, 'isAsleep' | 'wakes'> => ({
  isAsleep: rest === 'falling' || rest === 'asleep',
  wakes,
});

/** All is to be told again: the control plane does not know of an end that it was told. */
export const withNothingTold = (record: ReplicaRecord): ReplicaRecord => ({ ...record, told: [] });

export const isSettled = ({ stopped, told }: ReplicaRecord): boolean =>
  stopped !== null && told.includes('stopped');

/** What of a life the control plane does not know yet, in the order it happened. */
export const factsOf = (record: ReplicaRecord): readonly ReplicaFact[] => {
  const { replicaId, startedAtUs, readyAtUs, sleptAtUs, stopped, host, port, sleep, rest } = record;
  const wakes = record.wakes > 0 && { wakes: record.wakes };
  const traced = record.traceparent !== undefined && { traceparent: record.traceparent };
  const blank = { replicaId, port: null, cause: null, exitCode: null, lastLines: [] };
  const facts: ReplicaFact[] = [];
  if (startedAtUs !== null) facts.push({ ...blank, ...traced, kind: 'started', monotonicUs: startedAtUs });
  if (readyAtUs !== null)
    facts.push({ ...blank, ...wakes, ...traced, kind: 'ready', monotonicUs: readyAtUs, host, port });
  if (rest === 'asleep' && sleptAtUs !== null && sleep !== null)
    facts.push({ ...blank, ...wakes, kind: 'slept', monotonicUs: sleptAtUs, how: sleep.how });
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
