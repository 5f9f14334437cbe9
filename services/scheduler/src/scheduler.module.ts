import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { config } from './config.ts';
import { Leader } from './leader.loop.ts';
import { LoseNode } from './leases/lose-node.handler.ts';
import { LoseNodes } from './leases/lose-nodes.loop.ts';
import { Nodes } from './nodes/node.handler.ts';
import { NodeStore } from './nodes/node.store.ts';
import { NodeViewStore } from './nodes/node-view.store.ts';
import { AnswerNodes } from './nodes/nodes.controller.ts';
import { NodeNudges } from './nodes/nudge.handler.ts';
import { RecordFacts } from './nodes/record-facts.handler.ts';
import { RegisterNode } from './nodes/register-node.handler.ts';
import { SyncNode } from './nodes/sync-node.controller.ts';
import { Placements } from './placement/placement.handler.ts';
import { PoolStore } from './placement/pool.store.ts';
import { CreatePool1763700000000 } from './pool.migration.ts';
import { DivideTemplates1763790000000 } from './division.migration.ts';
import { FindPast1763800000000 } from './past.migration.ts';
import { DrainReplicas } from './draining/drain-replicas.loop.ts';
import { GatewayReports } from './draining/gateway-reports.gateway.ts';
import { BackOffStore } from './crashes/back-off.store.ts';
import { CarryOut } from './decisions/carry-out.handler.ts';
import { CommandReplicas } from './decisions/command-replicas.handler.ts';
import { ForgetStopped } from './replicas/forget-stopped.handler.ts';
import { ForgetStoppedLoop } from './replicas/forget-stopped.loop.ts';
import { KeepPool } from './decisions/keep-pool.consumer.ts';
import { MeetScale } from './decisions/meet-scale.handler.ts';
import { PlaceWaiting } from './decisions/place-waiting.handler.ts';
import { ReleaseDrained } from './draining/release-drained.handler.ts';
import { ReplaceCrashed } from './crashes/replace-crashed.handler.ts';
import { ReplaceCrashedLoop } from './crashes/replace-crashed.loop.ts';
import { ReplicaEnds } from './crashes/replica-ends.handler.ts';
import { Replicas } from './replicas/replica.handler.ts';
import { ReplicaStore } from './replicas/replica.store.ts';
import { ReplicaViewStore } from './replicas/replica-view.store.ts';
import { AnswerReplicas } from './replicas/replicas.controller.ts';
import { SETTINGS, type SchedulerSettings } from './settings.ts';

const nodes = [Nodes, NodeStore, NodeViewStore, NodeNudges, RegisterNode, RecordFacts, LoseNode, LoseNodes];
const placement = [PoolStore, Placements];
const replicas = [
  Replicas,
  ReplicaStore,
  ReplicaViewStore,
  BackOffStore,
  CommandReplicas,
  CarryOut,
  MeetScale,
  ReplicaEnds,
  PlaceWaiting,
  ForgetStopped,
  ForgetStoppedLoop,
  ReplaceCrashed,
  ReplaceCrashedLoop,
  GatewayReports,
  ReleaseDrained,
  DrainReplicas,
];

const MIGRATIONS = [CreatePool1763700000000, DivideTemplates1763790000000, FindPast1763800000000];

@Module({})
export class SchedulerModule {
  /** Settings come from the environment, but for those that are given. */
  static with(given: Partial<SchedulerSettings> = {}): DynamicModule {
    const settings = (): SchedulerSettings => ({
      leaseSeconds: config.TIDEGATE_NODE_LEASE_SECONDS,
      drainLimitSeconds: config.TIDEGATE_DRAIN_LIMIT_SECONDS,
      ...given,
    });
    return {
      module: SchedulerModule,
      imports: [EventingModule.forRoot({ service: 'scheduler', relay: true, migrations: MIGRATIONS })],
      controllers: [KeepPool, SyncNode, AnswerNodes, AnswerReplicas],
      providers: [{ provide: SETTINGS, useFactory: settings }, Leader, ...nodes, ...placement, ...replicas],
    };
  }
}
