import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { STREAM_SUBJECTS } from '@tidegate/contracts';

const SECOND = 1_000_000_000;
const DAY = 86_400 * SECOND;
const MIB = 1024 * 1024;

type Wanted = Partial<StreamConfig> & { name: string };

const stream = (name: keyof typeof STREAM_SUBJECTS, rest: Partial<StreamConfig>): Wanted => ({
  name,
  subjects: [STREAM_SUBJECTS[name]],
  storage: StorageType.File,
  num_replicas: 1,
  duplicate_window: 120 * SECOND,
  ...rest,
});

/**
 * The streams of the bus. LOG is transport: Postgres keeps the log. Work queues refuse when full, so a producer hears it;
 * telemetry forgets its oldest.
 */
export const STREAMS: readonly Wanted[] = [
  stream('LOG', { retention: RetentionPolicy.Limits, max_age: 30 * DAY, deny_delete: true }),
  stream('TELEMETRY', {
    retention: RetentionPolicy.Limits,
    max_age: 3600 * SECOND,
    max_bytes: 256 * MIB,
    discard: DiscardPolicy.Old,
  }),
  stream('INVOKE', {
    retention: RetentionPolicy.Workqueue,
    max_bytes: 512 * MIB,
    max_msgs_per_subject: 10_000,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
  }),
  stream('LINES', { retention: RetentionPolicy.Workqueue, max_bytes: 512 * MIB, discard: DiscardPolicy.New }),
  stream('REQUESTS', {
    retention: RetentionPolicy.Workqueue,
    max_bytes: 512 * MIB,
    discard: DiscardPolicy.New,
  }),
  stream('WEBHOOKS', {
    retention: RetentionPolicy.Workqueue,
    max_bytes: 128 * MIB,
    discard: DiscardPolicy.New,
  }),
  stream('DLQ', {
    retention: RetentionPolicy.Limits,
    max_age: 30 * DAY,
    max_bytes: 256 * MIB,
    discard: DiscardPolicy.Old,
  }),
];

/** The oldest server whose JetStream has all that is used here. */
const OLDEST_SERVER = [2, 9] as const;

/** @throws when the server's JetStream lacks what is used here */
export const requireSupported = (version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1])) return;
  throw new Error(`nats-server ${version} is too old: ${OLDEST_SERVER.join('.')} or newer is needed`);
};

/** Creates or updates every stream, then reads each back: an old server drops settings it does not know without a word. */
export const ensureStreams = async (manager: JetStreamManager): Promise<void> => {
  for (const wanted of STREAMS) {
    const found = await infoOf(manager, wanted.name);
    if (found && differences(wanted, found).length === 0) continue;
    const { config } = found
      ? await manager.streams.update(wanted.name, wanted)
      : await manager.streams.add(wanted);
    const different = differences(wanted, config);
    if (different.length > 0)
      throw new Error(`this NATS server ignores ${different.join(', ')} of stream ${wanted.name}`);
  }
};

const infoOf = async (manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> => {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (isStreamMissing(error)) return undefined;
    throw error;
  }
};

export const isStreamMissing = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound;

/** Settings that are not as wanted. Absent means the server's default, which is what was wanted where we say nothing. */
export const differences = (wanted: object, got: object): string[] =>
  Object.entries(wanted)
    .filter(([key, value]) => JSON.stringify((got as Record<string, unknown>)[key]) !== JSON.stringify(value))
    .map(([key]) => key);

/** A worker's or consumer's name as JetStream takes it: neither dots nor blanks. */
export const durableName = (name: string): string => name.replace(/[^A-Za-z0-9-]/g, '__');
