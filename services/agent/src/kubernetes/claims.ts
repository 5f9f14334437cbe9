import { GPU_RESOURCE } from './gpu-product.ts';
import type { Pod } from './objects.ts';
import { quantityOf } from './quantity.ts';

/** What a pod asks of its node. */
export type Claim = Readonly<{ vcpus: number; memoryBytes: number; diskBytes: number; gpus: number }>;

export const NO_CLAIM: Claim = { vcpus: 0, memoryBytes: 0, diskBytes: 0, gpus: 0 };

const combined = (a: Claim, b: Claim, how: (a: number, b: number) => number): Claim => ({
  vcpus: how(a.vcpus, b.vcpus),
  memoryBytes: how(a.memoryBytes, b.memoryBytes),
  diskBytes: how(a.diskBytes, b.diskBytes),
  gpus: how(a.gpus, b.gpus),
});

export const sumOf = (claims: readonly Claim[]): Claim =>
  claims.reduce((a, b) => combined(a, b, (x, y) => x + y), NO_CLAIM);

const claimed = (amounts: Readonly<Record<string, string>> | undefined): Claim => ({
  vcpus: quantityOf(amounts?.['cpu']),
  memoryBytes: quantityOf(amounts?.['memory']),
  diskBytes: quantityOf(amounts?.['ephemeral-storage']),
  gpus: quantityOf(amounts?.[GPU_RESOURCE]),
});

/** A pod that has ended holds nothing, and one without a node holds nothing of one yet. */
export const holdsItsNode = ({ spec, status }: Pod): boolean =>
  Boolean(spec?.nodeName) && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

/**
 * As Kubernetes' own scheduler counts it: the containers side by side, or the largest of those that come one after
 * another before them, whichever is more. Init containers that stay count with both.
 */
export const claimOf = ({ spec }: Pod): Claim => {
  const requests = (containers: NonNullable<Pod['spec']>['containers'] = []): Claim[] =>
    containers.map(({ resources }) => claimed(resources?.requests));
  const first = spec?.initContainers ?? [];
  const staying = sumOf(requests(first.filter(({ restartPolicy }) => restartPolicy === 'Always')));
  const before = requests(first.filter(({ restartPolicy }) => restartPolicy !== 'Always'));
  const together = sumOf([...requests(spec?.containers), staying]);
  const most = before
    .map((claim) => sumOf([claim, staying]))
    .reduce((a, b) => combined(a, b, Math.max), together);
  return sumOf([most, claimed(spec?.overhead)]);
};
