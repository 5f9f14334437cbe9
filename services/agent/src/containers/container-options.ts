import type Docker from 'dockerode';
import type { ContainerLaunch } from '../drivers/launch.ts';
import { withTag } from '../images/image-reference.ts';

/** By these an agent knows its containers again. */
export const LABELS = {
  replica: 'tidegate.replica',
  endpoint: 'tidegate.endpoint',
  project: 'tidegate.project',
  node: 'tidegate.node',
} as const;

/** Containers of replicas reach the world through it, and not each other. */
export const NETWORK = 'tidegate';

/** What of its node a container depends on. */
export type ContainerNode = Readonly<{
  nodeId: string;
  /** Where the container's ports are published. */
  address: string;
  /** The most that a container may be given. */
  vcpuMillis: number;
}>;

const MIB = 1024 ** 2;
/** Far above what engines need, far below what would keep the machine from starting anything else. */
const MOST_PROCESSES = 16_384;
/** An agent that is away for long finds this much of what was written; while it is there it takes all of it at once. */
const LOG = { Type: 'json-file', Config: { 'max-size': '32m', 'max-file': '2' } };

export const tcp = (port: number): string => `${String(port)}/tcp`;

/** The disk that is the replica's own, and the one that all replicas of its endpoint on this node have in common. */
export const diskNames = ({ replicaId, endpointId }: Pick<ContainerLaunch, 'replicaId' | 'endpointId'>) => ({
  own: `tidegate-${replicaId}`,
  cache: `tidegate-${endpointId}`,
});

/** What to ask of a daemon for a replica. Its name is the replica's id, so that there is never a second one. */
export const containerOptions = (
  launch: ContainerLaunch,
  node: ContainerNode,
): Docker.ContainerCreateOptions => {
  const ports = [launch.port, ...(launch.metricsPort === null ? [] : [launch.metricsPort])];
  return {
    name: launch.replicaId,
    Image: withTag(launch.image),
    ...(launch.command && { Entrypoint: [...launch.command] }),
    ...((launch.args.length > 0 || launch.command) && { Cmd: [...launch.args] }),
    Env: Object.entries(launch.env).map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(launch, node),
    ExposedPorts: Object.fromEntries(ports.map((port) => [tcp(port), {}])),
    HostConfig: {
      NetworkMode: NETWORK,
      // The daemon finds the free port: nobody can take it in between.
      PortBindings: Object.fromEntries(
        ports.map((port) => [tcp(port), [{ HostIp: node.address, HostPort: '' }]]),
      ),
      // A first process that hears signals as every other does, and clears away what its children leave.
      Init: true,
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: MOST_PROCESSES,
      NanoCpus: Math.min(launch.vcpuMillis, node.vcpuMillis) * 1_000_000,
      Memory: launch.memoryMib * MIB,
      // The same again: no swap beside it.
      MemorySwap: launch.memoryMib * MIB,
      ...(launch.sharedMemoryMib !== null && { ShmSize: launch.sharedMemoryMib * MIB }),
      ...(launch.gpuIndices.length > 0 && { DeviceRequests: [gpusOf(launch)] }),
      Mounts: mountsOf(launch),
      LogConfig: LOG,
    },
  };
};

const labelsOf = ({ replicaId, endpointId, projectId }: ContainerLaunch, { nodeId }: ContainerNode) => ({
  [LABELS.replica]: replicaId,
  [LABELS.endpoint]: endpointId,
  [LABELS.project]: projectId,
  [LABELS.node]: nodeId,
});

/** Inside they count from 0 again. */
const gpusOf = ({ gpuIndices, gpuDevices }: ContainerLaunch): Docker.DeviceRequest => ({
  DeviceIDs: [...(gpuDevices ?? gpuIndices.map(String))],
  Capabilities: [['gpu']],
});

const mountsOf = (launch: ContainerLaunch): Docker.MountSettings[] => {
  const names = diskNames(launch);
  const { diskPath, cachePath } = launch;
  const bound = launch.mounts.map(({ hostPath, path }) => ({
    Type: 'bind' as const,
    Source: hostPath,
    Target: path,
    ReadOnly: true,
  }));
  const disk = (Source: string, Target: string) => ({ Type: 'volume' as const, Source, Target });
  return [
    ...bound,
    ...(diskPath === null ? [] : [disk(names.own, diskPath)]),
    ...(cachePath === null || cachePath === diskPath ? [] : [disk(names.cache, cachePath)]),
  ];
};
