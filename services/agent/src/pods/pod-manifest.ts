import type {
  V1Container,
  V1Pod,
  V1ResourceRequirements,
  V1Secret,
  V1Volume,
  V1VolumeMount,
} from '@kubernetes/client-node';
import type { ContainerLaunch, RegistryCredentials } from '../drivers/launch.ts';
import { isPinned, registryOf, withTag } from '../images/image-reference.ts';
import { GPU_RESOURCE } from '../kubernetes/gpu-product.ts';
import { MANAGED_BY } from '../kubernetes/managed-by.ts';
import type { KubernetesNode } from '../kubernetes/objects.ts';
import { nodeIdOf, toleratedTaints } from '../kubernetes/node-offer.ts';

export const LABELS = {
  replica: 'tidegate.replica',
  endpoint: 'tidegate.endpoint',
  project: 'tidegate.project',
  node: 'tidegate.node',
} as const;
/** What the agent has to remember of a replica travels with its pod, for an agent whose disk is another. */
export const RECORD_ANNOTATION = 'tidegate.record';

/** The replica's own container. Its pod has no other. */
export const CONTAINER = 'engine';

export type PodSettings = Readonly<{
  namespace: string;
  /** `always`: its registry is asked each time. */
  imagePull: 'always' | 'if-missing';
  /** Where gateways reach pods: at their own addresses, or at ports of their nodes. */
  reach: 'pod' | 'node';
  /** From asking a replica to end to killing it, where nobody says otherwise. */
  stopLimitMs: number;
}>;

/** What a pod is made of. Its secrets are made before it, under the names that it expects. */
export type PodParts = Readonly<{ pod: V1Pod; secrets: readonly V1Secret[] }>;

export const secretNames = (replicaId: string) => ({
  environment: `${replicaId}-env`,
  registry: `${replicaId}-pull`,
});

const labelsOf = (launch: ContainerLaunch, node: KubernetesNode): Record<string, string> => ({
  [MANAGED_BY.label]: MANAGED_BY.value,
  [LABELS.replica]: launch.replicaId,
  [LABELS.endpoint]: launch.endpointId,
  [LABELS.project]: launch.projectId,
  [LABELS.node]: nodeIdOf(node),
});

/** What of a pod is decided when it is made. */
export type Making = Readonly<{
  /** What to remember of it, as text without secrets; null: nothing. */
  record: string | null;
  /** Of its node, for each of its own ports; null: none. */
  nodePorts: Readonly<{ port: number; metricsPort: number }> | null;
}>;

export const podParts = (
  launch: ContainerLaunch,
  node: KubernetesNode,
  settings: PodSettings,
  { record, nodePorts }: Making,
): PodParts => {
  const metadata = { namespace: settings.namespace, labels: labelsOf(launch, node) };
  const names = secretNames(launch.replicaId);
  const { credentials, env, image } = launch;
  const secrets: V1Secret[] = [];
  const hasEnvironment = Object.keys(env).length > 0;
  if (hasEnvironment)
    secrets.push({ metadata: { ...metadata, name: names.environment }, type: 'Opaque', data: encoded(env) });
  if (credentials)
    secrets.push({
      metadata: { ...metadata, name: names.registry },
      type: 'kubernetes.io/dockerconfigjson',
      data: encoded({ '.dockerconfigjson': dockerConfig(image, credentials) }),
    });
  const environmentSecret = hasEnvironment ? names.environment : null;
  const pod: V1Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      name: launch.replicaId,
      ...(record !== null && { annotations: { [RECORD_ANNOTATION]: record } }),
    },
    spec: {
      ...placement(node),
      ...(credentials && { imagePullSecrets: [{ name: names.registry }] }),
      containers: [container(launch, settings, { nodePorts, environmentSecret })],
      volumes: volumesOf(launch).map(({ volume }) => volume),
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: Math.max(1, Math.ceil(settings.stopLimitMs / 1000)),
      // It runs other people's code: nothing of the cluster is in it.
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Then the pod's first process is the pause program: the replica's hears signals as every other does.
      shareProcessNamespace: true,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    },
  };
  return { pod, secrets };
};

/**
 * Exactly that node, by way of the cluster's own scheduler: a pod that names its node itself is seen by no one who counts
 * devices. What is in force against pods there was in view when the place was chosen.
 */
const placement = (node: KubernetesNode): Pick<NonNullable<V1Pod['spec']>, 'affinity' | 'tolerations'> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node.metadata.name] }] },
        ],
      },
    },
  },
  tolerations: toleratedTaints(node).map(({ key, value, effect }) => ({
    key,
    operator: value ? 'Equal' : 'Exists',
    ...(value && { value }),
    effect,
  })),
});

const container = (
  launch: ContainerLaunch,
  { imagePull }: PodSettings,
  { nodePorts, environmentSecret }: Pick<Making, 'nodePorts'> & { environmentSecret: string | null },
): V1Container => {
  const { image, command, args, credentials } = launch;
  // What a node has may have been brought by somebody else's credentials: who brings some must prove them.
  const mayUseWhatIsThere = imagePull === 'if-missing' && credentials === null && isPinned(image);
  return {
    name: CONTAINER,
    image: withTag(image),
    imagePullPolicy: mayUseWhatIsThere ? 'IfNotPresent' : 'Always',
    ...(command && { command: command.map(literal) }),
    ...(args.length > 0 && { args: args.map(literal) }),
    ...(environmentSecret !== null && { envFrom: [{ secretRef: { name: environmentSecret } }] }),
    ports: portsOf(launch, nodePorts),
    resources: resourcesOf(launch),
    volumeMounts: volumesOf(launch).map(({ mount }) => mount),
    securityContext: { allowPrivilegeEscalation: false, privileged: false, capabilities: { drop: ['ALL'] } },
  };
};

export const PORTS = { engine: 'engine', metrics: 'metrics' } as const;

const portsOf = (
  { port, metricsPort }: ContainerLaunch,
  nodePorts: Making['nodePorts'],
): NonNullable<V1Container['ports']> => {
  const one = (name: string, containerPort: number, hostPort: number | undefined) => ({
    name,
    containerPort,
    protocol: 'TCP',
    ...(hostPort !== undefined && { hostPort }),
  });
  return [
    one(PORTS.engine, port, nodePorts?.port),
    ...(metricsPort === null ? [] : [one(PORTS.metrics, metricsPort, nodePorts?.metricsPort)]),
  ];
};

/** Kubernetes fills in `$(NAME)` in command lines; each word is meant as it is. */
const literal = (word: string): string => word.replaceAll('$', '$$$$');

/**
 * Processors and memory are what the replica's hardware has, as a claim and as a limit. A looser limit of processors would
 * let it borrow what is idle, and cost it the class of pods that are evicted last: that a model stays loaded is
 * worth more. The disk is claimed only: a limit would count what the node writes for it, too.
 */
const resourcesOf = (launch: ContainerLaunch): V1ResourceRequirements => {
  const { vcpuMillis, memoryMib, diskMib, gpuIndices } = launch;
  const both = {
    cpu: `${String(vcpuMillis)}m`,
    memory: `${String(memoryMib)}Mi`,
    ...(gpuIndices.length > 0 && { [GPU_RESOURCE]: String(gpuIndices.length) }),
  };
  return {
    requests: { ...both, ...(diskMib !== null && { 'ephemeral-storage': `${String(diskMib)}Mi` }) },
    limits: both,
  };
};

type Mounted = Readonly<{ volume: V1Volume; mount: V1VolumeMount }>;

/** A disk of its own and what it downloads end with the pod. */
const volumesOf = (launch: ContainerLaunch): Mounted[] => {
  const { mounts, diskPath, cachePath, diskMib, sharedMemoryMib } = launch;
  const sizeLimit = diskMib === null ? {} : { sizeLimit: `${String(diskMib)}Mi` };
  const empty = (name: string, mountPath: string, emptyDir: NonNullable<V1Volume['emptyDir']>): Mounted => ({
    volume: { name, emptyDir },
    mount: { name, mountPath },
  });
  return [
    ...mounts.map(({ hostPath, path: mountPath }, i): Mounted => {
      const name = `model-${String(i)}`;
      return {
        volume: { name, hostPath: { path: hostPath, type: 'Directory' } },
        mount: { name, mountPath, readOnly: true },
      };
    }),
    ...(diskPath === null ? [] : [empty('disk', diskPath, sizeLimit)]),
    ...(cachePath === null || cachePath === diskPath ? [] : [empty('cache', cachePath, sizeLimit)]),
    ...(sharedMemoryMib === null
      ? []
      : [empty('shm', '/dev/shm', { medium: 'Memory', sizeLimit: `${String(sharedMemoryMib)}Mi` })]),
  ];
};

const encoded = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, base64(value)]));

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What Docker's own client would write down after a login. */
const dockerConfig = (image: string, { username, password }: RegistryCredentials): string =>
  JSON.stringify({
    auths: { [registryOf(image)]: { username, password, auth: base64(`${username}:${password}`) } },
  });
