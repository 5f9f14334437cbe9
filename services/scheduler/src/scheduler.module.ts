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
import { DrainReplicas } from './draining/drain-replicas.loop.ts';
import { GatewayReports } from './draining/gateway-reports.gateway.ts';
import { KeepPool } from './replicas/keep-pool.consumer.ts';
import { MeetScale } from './replicas/meet-scale.handler.ts';
import { ReleaseDrained } from './draining/release-drained.handler.ts';
import { ReplaceCrashed } from './replicas/replace-crashed.handler.ts';
import { ReplaceCrashedLoop } from './replicas/replace-crashed.loop.ts';
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
  MeetScale,
  ReplaceCrashed,
  ReplaceCrashedLoop,
  GatewayReports,
  ReleaseDrained,
  DrainReplicas,
];

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
      imports: [
        EventingModule.forRoot({ service: 'scheduler', relay: true, migrations: [CreatePool1763700000000] }),
      ],
      controllers: [KeepPool, SyncNode, AnswerNodes, AnswerReplicas],
      providers: [{ provide: SETTINGS, useFactory: settings }, Leader, ...nodes, ...placement, ...replicas],
    };
  }
}
