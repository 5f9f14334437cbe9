import { randomUUID } from 'node:crypto';
import { AgentNodes, type NodeReport } from '../node/agent-nodes.ts';
import type { NodeClock } from '../node/node-clock.gateway.ts';
import type { ClusterView } from './cluster-view.loop.ts';
import { isReady, nodeIdOf, nodeOffer } from './node-offer.ts';
import type { KubernetesNode } from './objects.ts';

/**
 * The nodes of a Kubernetes cluster. One that is not ready is not spoken of, so that its lease runs out; its pods are left to
 * it, and go when it is back and they are not wanted any more.
 */
export class ClusterNodes extends AgentNodes {
  readonly #agentId = randomUUID();

  constructor(
    private readonly cluster: string,
    private readonly view: ClusterView,
    private readonly clock: Pick<NodeClock, 'monotonicUs'>,
  ) {
    super();
  }

  override ids(): readonly string[] {
    return this.view.nodes.filter(isReady).map(nodeIdOf);
  }

  override report(nodeId: string): NodeReport | undefined {
    const node = this.view.node(nodeId);
    if (!node || !isReady(node)) return undefined;
    return {
      nodeId,
      cluster: this.cluster,
      bootId: bootIdOf(node),
      agentId: this.#agentId,
      monotonicUs: this.clock.monotonicUs(),
      ...nodeOffer(node, this.view.othersOn(node.metadata.name)),
    };
  }

  override known(nodeId: string): Pick<NodeReport, 'bootId' | 'address'> | undefined {
    const node = this.view.node(nodeId);
    if (!node) return undefined;
    return {
      bootId: bootIdOf(node),
      address: nodeOffer(node, this.view.othersOn(node.metadata.name)).address,
    };
  }

  override onChange(then: () => void): () => void {
    return this.view.onNodes(then);
  }
}

/**
 * One for as long as the cluster knows the node, whatever becomes of the machine or the agent: pods are adopted by the next
 * agent, and the cluster tells itself which of them a reboot has ended.
 */
const bootIdOf = ({ metadata }: KubernetesNode): string => `kubernetes.${metadata.uid}`;
