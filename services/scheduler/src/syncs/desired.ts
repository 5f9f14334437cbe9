import type { DesiredReplica, EndpointSpec } from '@tidegate/contracts';

/** Fields without a bound of their own, which nothing but a launch needs. */
export const LAUNCH_ONLY = ['engineArguments', 'environment', 'secrets'] as const;
type LaunchOnly = (typeof LAUNCH_ONLY)[number];

/** A replica, and the configuration of its template: without the launch's own fields where it runs already. */
export type DesiredRow = Pick<
  DesiredReplica,
  'replicaId' | 'endpointId' | 'projectId' | 'revision' | 'gpuIndices' | 'asleep' | 'wakes'
> &
  Readonly<{
    spec: Omit<EndpointSpec, LaunchOnly> & Partial<Pick<EndpointSpec, LaunchOnly>>;
    traceparent?: string | null;
  }>;

/** Of JSON text, below the mebibyte that a message may have: the causes of stops and the envelope are beside it. */
const LARGEST_BYTES = 800_000;

const replicaOf = ({ spec, traceparent, ...replica }: DesiredRow): DesiredReplica => ({
  ...replica,
  ...(traceparent && { traceparent }),
  model: spec.model,
  modelSource: spec.modelSource,
  image: spec.image,
  framework: spec.framework,
  quantization: spec.quantization,
  engineArguments: spec.engineArguments ?? {},
  environment: spec.environment ?? {},
  secrets: spec.secrets ?? {},
  hardware: spec.hardware,
  diskMib: spec.diskMib,
  mountPath: spec.mountPath,
  containerPort: spec.containerPort,
  healthPath: spec.healthPath,
  startupTimeoutSeconds: spec.startupTimeoutSeconds,
  sleepMode: spec.sleepMode,
});

const bytesOf = (replica: DesiredReplica): number => new TextEncoder().encode(JSON.stringify(replica)).length;

export type Told = Readonly<{
  desired: DesiredReplica[];
  /** They alone are more than an answer holds. */
  tooLarge: readonly string[];
}>;

/**
 * What an answer tells a node to run. All that runs is in it, for what is not in it is stopped. What must be started comes
 * in pages: as much as fits, the oldest first, and the rest once that runs.
 *
 * @param isComplete `running` is all that runs; else nothing may be left out
 */
export const desiredOf = (
  rows: readonly DesiredRow[],
  { running, isComplete }: Readonly<{ running: ReadonlySet<string>; isComplete: boolean }>,
): Told => {
  const all = rows.map(replicaOf).map((replica) => ({ replica, bytes: bytesOf(replica) }));
  const isFixed = ({ replicaId }: DesiredReplica): boolean => !isComplete || running.has(replicaId);
  let room = LARGEST_BYTES;
  for (const { replica, bytes } of all) if (isFixed(replica)) room -= bytes;
  const desired: DesiredReplica[] = [];
  const tooLarge: string[] = [];
  for (const { replica, bytes } of all) {
    if (isFixed(replica)) desired.push(replica);
    else if (bytes > LARGEST_BYTES) tooLarge.push(replica.replicaId);
    else if (bytes <= room) {
      desired.push(replica);
      room -= bytes;
    }
  }
  return { desired, tooLarge };
};
