import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { ReplicaRegistry } from '../replicas/replica-registry.ts';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { Cluster } from '../kubernetes/cluster.gateway.ts';
import { ClusterNodes } from '../kubernetes/cluster-nodes.gateway.ts';
import { openAgentFolder } from './agent-folder.store.ts';
import { AgentNodes } from './agent-nodes.ts';
import { NodeClock } from './node-clock.gateway.ts';
import { ThisNode } from './this-node.gateway.ts';

/** Null where the agent speaks for its own machine. */
const cluster = {
  provide: Cluster,
  useFactory: ({ kubernetes }: AgentSettings) => (kubernetes ? Cluster.of(kubernetes) : null),
  inject: [SETTINGS],
};

const nodeClock = {
  provide: NodeClock,
  useFactory: (from: Cluster | null, clock: Clock) =>
    from ? NodeClock.ofCluster(clock) : NodeClock.ofMachine(),
  inject: [Cluster, Clock],
};

const nodes = {
  provide: AgentNodes,
  useFactory: (settings: AgentSettings, from: Cluster | null, clock: NodeClock) => {
    if (!from) return ThisNode.discover(settings, clock);
    openAgentFolder(settings.folder);
    return new ClusterNodes(settings.cluster, from.view, clock);
  },
  inject: [SETTINGS, Cluster, NodeClock],
};

/** What every part of the agent may know: its settings, its nodes, which replicas run, and what must not be seen of them. */
@Global()
@Module({})
export class NodeModule {
  static with(settings: () => AgentSettings): DynamicModule {
    const registry = [RunningReplicas, { provide: ReplicaRegistry, useExisting: RunningReplicas }];
    return {
      module: NodeModule,
      providers: [
        { provide: SETTINGS, useFactory: settings },
        cluster,
        nodeClock,
        nodes,
        KnownSecrets,
        ...registry,
      ],
      exports: [SETTINGS, Cluster, NodeClock, AgentNodes, KnownSecrets, RunningReplicas, ReplicaRegistry],
    };
  }
}
