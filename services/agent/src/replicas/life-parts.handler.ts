import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@tidegate/eventing/nest';
import { PlanLaunch } from '../launching/plan-launch.ts';
import { ThisNode } from '../node/this-node.gateway.ts';
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
  @Inject(Clock) readonly clock!: Pick<Clock, 'monotonicUs'>;
  @Inject(ThisNode) readonly node!: Pick<ThisNode, 'bootId'>;
  @Inject(SETTINGS) readonly settings!: Pick<
    AgentSettings,
    'address' | 'healthMs' | 'stopLimitMs' | 'endedKeptMs'
  >;
}
