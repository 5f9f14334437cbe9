import { type Claim, claimOf, holdsItsNode, sumOf } from './claims.ts';
import type { ClusterApi } from './cluster-api.gateway.ts';
import { followObjects } from './follow-objects.loop.ts';
import { nodeIdOf } from './node-offer.ts';
import type { KubernetesNode, Pod } from './objects.ts';
import { MANAGED_BY } from './managed-by.ts';

export type SeenPod = Readonly<{ pod: Pod; isGone: boolean }>;

/** What the cluster's nodes and pods are now, as far as the API server tells; while it is away, as they were. */
export class ClusterView {
  readonly #stop = new AbortController();
  /** By the control plane's ids. */
  readonly #nodes = new Map<string, KubernetesNode>();
  /** Of this agent, by name. */
  readonly #own = new Map<string, Pod>();
  /** What pods of others hold, by their node's name and their uid. A pod never changes its node. */
  readonly #others = new Map<string, Map<string, Claim>>();
  readonly #podListeners = new Set<(seen: SeenPod) => void>();
  readonly #nodeListeners = new Set<() => void>();
  readonly #nodesListed = Promise.withResolvers<undefined>();
  readonly #podsListed = Promise.withResolvers<undefined>();
  #isStarted = false;

  constructor(
    private readonly api: ClusterApi,
    private readonly namespace: string,
  ) {}

  /** Resolves when everything was listed; while the API server is away it is waited for. */
  async listed(signal: AbortSignal): Promise<void> {
    this.#start();
    const over = Promise.withResolvers<never>();
    const end = (): void => {
      over.reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
    try {
      signal.throwIfAborted();
      await Promise.race([Promise.all([this.#nodesListed.promise, this.#podsListed.promise]), over.promise]);
    } finally {
      signal.removeEventListener('abort', end);
      over.promise.catch(() => undefined);
    }
  }

  close(): void {
    this.#stop.abort(new Error('the agent ends'));
    this.#podListeners.clear();
    this.#nodeListeners.clear();
  }

  get nodes(): readonly KubernetesNode[] {
    return [...this.#nodes.values()];
  }

  node(nodeId: string): KubernetesNode | undefined {
    return this.#nodes.get(nodeId);
  }

  /** What pods that are not replicas ask of a node. */
  othersOn(nodeName: string): Claim {
    return sumOf([...(this.#others.get(nodeName)?.values() ?? [])]);
  }

  get pods(): readonly Pod[] {
    return [...this.#own.values()];
  }

  pod(name: string): Pod | undefined {
    return this.#own.get(name);
  }

  /** Called with each change of a pod of this agent. */
  onPod(then: (seen: SeenPod) => void): () => void {
    this.#podListeners.add(then);
    return () => this.#podListeners.delete(then);
  }

  onNodes(then: () => void): () => void {
    this.#nodeListeners.add(then);
    return () => this.#nodeListeners.delete(then);
  }

  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const nodes = {
      path: '/api/v1/nodes',
      all: (items: readonly KubernetesNode[]) => {
        this.#nodes.clear();
        for (const item of items) this.#nodes.set(nodeIdOf(item), item);
        this.#nodesListed.resolve(undefined);
        this.#tellNodes();
      },
      put: (item: KubernetesNode) => {
        this.#nodes.set(nodeIdOf(item), item);
        this.#tellNodes();
      },
      gone: (item: KubernetesNode) => {
        this.#nodes.delete(nodeIdOf(item));
        this.#tellNodes();
      },
    };
    const pods = {
      path: '/api/v1/pods',
      all: (items: readonly Pod[]) => {
        this.#replacePods(items);
      },
      put: (item: Pod) => {
        this.#put(item);
      },
      gone: (item: Pod) => {
        this.#remove(item);
      },
    };
    void followObjects(this.api, nodes, this.#stop.signal);
    void followObjects(this.api, pods, this.#stop.signal);
  }

  #isOwn({ metadata }: Pod): boolean {
    return metadata.namespace === this.namespace && metadata.labels?.[MANAGED_BY.label] === MANAGED_BY.value;
  }

  #replacePods(items: readonly Pod[]): void {
    const here = new Set(items.map(({ metadata }) => metadata.uid));
    for (const pod of this.pods) if (!here.has(pod.metadata.uid)) this.#remove(pod);
    this.#others.clear();
    for (const item of items) this.#put(item);
    this.#podsListed.resolve(undefined);
  }

  #put(pod: Pod): void {
    if (this.#isOwn(pod)) {
      this.#own.set(pod.metadata.name, pod);
      this.#tellPod({ pod, isGone: false });
      return;
    }
    const nodeName = pod.spec?.nodeName ?? '';
    if (holdsItsNode(pod)) this.#claimsOn(nodeName).set(pod.metadata.uid, claimOf(pod));
    else this.#letGo(pod);
  }

  #claimsOn(nodeName: string): Map<string, Claim> {
    const claims = this.#others.get(nodeName) ?? new Map<string, Claim>();
    this.#others.set(nodeName, claims);
    return claims;
  }

  #letGo({ metadata, spec }: Pod): void {
    const nodeName = spec?.nodeName ?? '';
    const claims = this.#others.get(nodeName);
    claims?.delete(metadata.uid);
    if (claims?.size === 0) this.#others.delete(nodeName);
  }

  #remove(pod: Pod): void {
    const { name, uid } = pod.metadata;
    this.#letGo(pod);
    if (!this.#isOwn(pod)) return;
    // One of the same name may be there again by now.
    if (this.#own.get(name)?.metadata.uid === uid) this.#own.delete(name);
    this.#tellPod({ pod, isGone: true });
  }

  #tellPod(seen: SeenPod): void {
    for (const then of this.#podListeners) then(seen);
  }

  #tellNodes(): void {
    for (const then of this.#nodeListeners) then();
  }
}
