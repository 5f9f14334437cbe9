import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { ReplicaRegistry } from '../replicas/replica-registry.ts';
import { RunningReplicas } from '../replicas/running-replicas.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { ThisNode } from './this-node.gateway.ts';

const thisNode = {
  provide: ThisNode,
  useFactory: (settings: AgentSettings, clock: Clock) => ThisNode.discover(settings, clock),
  inject: [SETTINGS, Clock],
};

/** What every part of the agent may know: its settings, its node, which replicas run, and what must not be seen of them. */
@Global()
@Module({})
export class NodeModule {
  static with(settings: () => AgentSettings): DynamicModule {
    const registry = [RunningReplicas, { provide: ReplicaRegistry, useExisting: RunningReplicas }];
    return {
      module: NodeModule,
      providers: [{ provide: SETTINGS, useFactory: settings }, thisNode, KnownSecrets, ...registry],
      exports: [SETTINGS, ThisNode, KnownSecrets, RunningReplicas, ReplicaRegistry],
    };
  }
}
