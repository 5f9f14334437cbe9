import type { NodeCapacity, NodeTraits } from '@tidegate/contracts';
import { deriveId } from '@tidegate/eventing';
import type { Claim } from './claims.ts';
import { GPU_RESOURCE, gpuProductOf } from './gpu-product.ts';
import type { KubernetesNode, Taint } from './objects.ts';
import { quantityOf } from './quantity.ts';

/** What a node of Kubernetes is to the control plane. */
export type NodeOffer = Readonly<{
  hostname: string;
  /** Of the machine. Each pod has an address of its own. */
  address: string;
  capacity: NodeCapacity;
  has: string[];
}> &
  NodeTraits;

const MIB = 1024 ** 2;
/**
 * Pods of others come and go, and each time that what a node offers has changed it is recorded. In these steps, downwards,
 * small ones are not seen.
 */
const STEPS = { vcpuMillis: 100, memoryMib: 128, diskMib: 1024 } as const;
const inSteps = (amount: number, step: number): number =>
  Math.max(0, Math.floor(amount / step + 1e-9) * step);

const ZONE = 'topology.kubernetes.io/zone';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const MOST_TAINTS = 64;
const MOST_IMAGES = 500;
const LONGEST_ITEM = 512;

/** The same cluster's node is the same node, also for another agent. */
export const nodeIdOf = ({ metadata }: KubernetesNode): string => deriveId('node', metadata.uid);

export const isReady = ({ status, metadata }: KubernetesNode): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false);

/** @param others what the pods on it ask for that are not replicas */
export const nodeOffer = (node: KubernetesNode, others: Claim): NodeOffer => {
  const { metadata, status } = node;
  const labels = { ...metadata.labels };
  const free = (resource: string, taken: number): number =>
    quantityOf(status?.allocatable?.[resource]) - taken;
  return {
    hostname: metadata.name,
    address: addressOf(node),
    capacity: {
      vcpuMillis: inSteps(free('cpu', others.vcpus) * 1000, STEPS.vcpuMillis),
      memoryMib: inSteps(free('memory', others.memoryBytes) / MIB, STEPS.memoryMib),
      diskMib: inSteps(free('ephemeral-storage', others.diskBytes) / MIB, STEPS.diskMib),
      gpus: gpusOf(labels, inSteps(free(GPU_RESOURCE, others.gpus), 1)),
    },
    has: imagesOf(node),
    driver: 'kubernetes',
    labels,
    taints: taintsOf(node),
    zone: labels[ZONE] ?? null,
  };
};

/** Kubernetes counts GPUs and hands over which it likes: the indices only count. */
const gpusOf = (labels: Readonly<Record<string, string>>, count: number): NodeCapacity['gpus'] => {
  const product = gpuProductOf(labels);
  if (product === null) return [];
  return Array.from({ length: count }, (_, index) => ({ index, ...product, simulated: false, island: null }));
};

const addressOf = ({ status, metadata }: KubernetesNode): string => {
  const addresses = status?.addresses ?? [];
  const found = ['InternalIP', 'ExternalIP'].flatMap((type) => addresses.filter((one) => one.type === type));
  return found[0]?.address ?? metadata.name;
};

/**
 * What keeps pods away, as the control plane's taints. The one by which clusters keep pods without GPUs off their GPU nodes
 * is left out: Kubernetes itself lets in whoever asks for one, and which replica is worth such a place is the
 * control plane's to weigh.
 */
const taintsOf = ({ spec }: KubernetesNode): string[] => {
  const taints = hardTaints(spec?.taints)
    .filter(({ key }) => key !== GPU_RESOURCE)
    .map(({ key, value }) => (value ? `${key}=${value}` : key));
  if (spec?.unschedulable) taints.push(UNSCHEDULABLE);
  return [...new Set(taints)].toSorted().slice(0, MOST_TAINTS);
};

const hardTaints = (taints: readonly Taint[] | undefined): Taint[] =>
  (taints ?? []).filter(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute');

/** Those that a replica whose place was chosen with them in view may live with. What comes later stays in force. */
export const toleratedTaints = ({ spec }: KubernetesNode): Taint[] =>
  hardTaints(spec?.taints).filter(({ key }) => !key.startsWith('node.kubernetes.io/'));

/** Under the names that people give them, too: container runtimes write Docker Hub's out. */
const imagesOf = ({ status }: KubernetesNode): string[] => {
  const names = (status?.images ?? []).flatMap((image) => image.names ?? []);
  const short = names.map((name) => name.replace(/^docker\.io\/(?:library\/)?/, ''));
  return [...new Set([...names, ...short])]
    .filter((name) => !name.includes('<none>'))
    .map((name) => `image:${name}`)
    .filter((item) => item.length <= LONGEST_ITEM)
    .slice(0, MOST_IMAGES);
};
