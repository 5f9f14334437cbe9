import type { KubernetesNode, Pod } from './objects.ts';

export const readyNode = (given: {
  name?: string;
  allocatable?: Record<string, string>;
  labels?: Record<string, string>;
  taints?: readonly { key: string; value?: string; effect: string }[];
  unschedulable?: boolean;
  isReady?: boolean;
}): KubernetesNode => ({
  metadata: {
    name: given.name ?? 'gpu-node-1',
    uid: `uid-of-${given.name ?? 'gpu-node-1'}`,
    labels: given.labels ?? {},
  },
  spec: { taints: given.taints ?? [], unschedulable: given.unschedulable ?? false },
  status: {
    allocatable: given.allocatable ?? { cpu: '8', memory: '32Gi', 'ephemeral-storage': '100Gi' },
    conditions: [{ type: 'Ready', status: given.isReady === false ? 'Unknown' : 'True' }],
    addresses: [
      { type: 'Hostname', address: 'gpu-node-1' },
      { type: 'InternalIP', address: '10.0.0.7' },
    ],
    images: [{ names: ['docker.io/library/redis:7', 'docker.io/vllm/vllm-openai:v1'] }, { names: null }],
  },
});

export const podOn = (
  nodeName: string | undefined,
  requests: readonly Record<string, string>[],
  given: Partial<NonNullable<Pod['spec']>> & { phase?: string } = {},
): Pod => {
  const { phase = 'Running', ...spec } = given;
  return {
    metadata: { name: 'a-pod', uid: 'uid-of-a-pod', namespace: 'others' },
    spec: {
      ...(nodeName !== undefined && { nodeName }),
      containers: requests.map((one) => ({ resources: { requests: one } })),
      ...spec,
    },
    status: { phase },
  };
};
