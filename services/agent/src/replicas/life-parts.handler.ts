import { Inject, Injectable } from '@nestjs/common';
import { PlanLaunch } from '../launching/plan-launch.ts';
import { AgentNodes } from '../node/agent-nodes.ts';
import { NodeClock } from '../node/node-clock.gateway.ts';
import { KnownSecrets } from '../secrets/known-secrets.ts';
import { OpenSecrets } from '../secrets/open-secrets.gateway.ts';
import { type AgentSettings, SETTINGS } from '../settings.ts';
import { ReplicaMemory } from './replica-memory.store.ts';
import { ReplicaDriver } from '../drivers/replica.driver.ts';
import { RunningReplicas } from './running-replicas.ts';
import { WrittenLines } from './written-lines.ts';

/** What the life of a replica needs of the agent. */
@Injectable()
export class LifeParts {
  @Inject(ReplicaDriver) readonly driver!: ReplicaDriver;
  @Inject(PlanLaunch) readonly planner!: Pick<PlanLaunch, 'plan'>;
  @Inject(OpenSecrets) readonly secrets!: Pick<OpenSecrets, 'open' | 'adopt'>;
  @Inject(KnownSecrets) readonly known!: KnownSecrets;
  @Inject(ReplicaMemory) readonly memory!: Pick<ReplicaMemory, 'load' | 'save'>;
  @Inject(WrittenLines) readonly lines!: WrittenLines;
  @Inject(RunningReplicas) readonly registry!: RunningReplicas;
  @Inject(NodeClock) readonly clock!: Pick<NodeClock, 'monotonicUs'>;
  @Inject(AgentNodes) readonly nodes!: Pick<AgentNodes, 'known'>;
  @Inject(SETTINGS) readonly settings!: Pick<
    AgentSettings,
    'driver' | 'healthMs' | 'stopLimitMs' | 'endedKeptMs'
  >;
}
