import { type DynamicModule, Module } from '@nestjs/common';
import { EventingModule } from '@tidegate/eventing/nest';
import { config } from './config.ts';
import { Leader } from './leader.loop.ts';
import { LoseNode } from './leases/lose-node.handler.ts';
import { LoseNodes } from './leases/lose-nodes.loop.ts';
import { Nodes } from './nodes/node.handler.ts';
import { NodeStore } from './nodes/node.store.ts';
import { CommandNode } from './nodes/command-node.handler.ts';
import { NodeViewStore } from './nodes/node-view.store.ts';
import { AnswerNodes } from './nodes/nodes.controller.ts';
import { NodeNudges } from './nodes/nudge.handler.ts';
import { RecordFacts } from './syncs/record-facts.handler.ts';
import { RegisterNode } from './nodes/register-node.handler.ts';
import { SyncNode } from './syncs/sync-node.controller.ts';
import { PlacementViewStore } from './answers/placement-view.store.ts';
import { PoolGauges } from './answers/pool-gauges.store.ts';
import { AnswerPlacements } from './answers/placements.controller.ts';
import { RoomForStore } from './answers/room-for.store.ts';
import { Placements } from './placement/placement.handler.ts';
import { RecordPlaces } from './placement/record-places.handler.ts';
import { PoolStore } from './placement/pool.store.ts';
import { PlaceByRules1763900000000 } from './placing.migration.ts';
import { CreatePool1763700000000 } from './pool.migration.ts';
import { DivideTemplates1763790000000 } from './division.migration.ts';
import { FindPast1763800000000 } from './past.migration.ts';
import { LeaveNodes1763910000000 } from './leaving.migration.ts';
import { SleepAndResume1763920000000 } from './sleeping.migration.ts';
import { TraceReplicas1764400000000 } from './tracing.migration.ts';
import { DrainReplicas } from './draining/drain-replicas.loop.ts';
import { FinishDrains } from './draining/finish-drains.handler.ts';
import { LeaveNodes } from './draining/leave-nodes.handler.ts';
import { LeaveNodesLoop } from './draining/leave-nodes.loop.ts';
import { ReviewStore } from './draining/review.store.ts';
import { GatewayReports } from './draining/gateway-reports.gateway.ts';
import { ActOnEvent } from './decisions/act-on-event.handler.ts';
import { BackOffStore } from './crashes/back-off.store.ts';
import { CarryOut } from './decisions/carry-out.handler.ts';
import { CommandReplicas } from './decisions/command-replicas.handler.ts';
import { LetGo } from './replicas/let-go.handler.ts';
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
import { ClaimStore } from './waiting/claim.store.ts';
import { LineViewStore } from './waiting/line-view.store.ts';
import { LineStore } from './waiting/line.store.ts';
import { LookStore } from './waiting/look.store.ts';
import { PreemptReplicas } from './waiting/preempt-replicas.handler.ts';
import { QuotaStore } from './waiting/quota.store.ts';
import { TellWaits } from './waiting/tell-waits.handler.ts';
import { SETTINGS, type SchedulerSettings } from './settings.ts';

const nodes = [
  Nodes,
  NodeStore,
  NodeViewStore,
  NodeNudges,
  RegisterNode,
  CommandNode,
  RecordFacts,
  LoseNode,
  LoseNodes,
  ReviewStore,
  LeaveNodes,
  FinishDrains,
  LeaveNodesLoop,
];
const placement = [PoolStore, Placements, RecordPlaces];
const waiting = [LineStore, LineViewStore, LookStore, QuotaStore, ClaimStore, TellWaits, PreemptReplicas];
const answers = [PlacementViewStore, RoomForStore, PoolGauges];
const replicas = [
  Replicas,
  ReplicaStore,
  ReplicaViewStore,
  BackOffStore,
  CommandReplicas,
  CarryOut,
  LetGo,
  MeetScale,
  ActOnEvent,
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

export const MIGRATIONS = [
  CreatePool1763700000000,
  DivideTemplates1763790000000,
  FindPast1763800000000,
  PlaceByRules1763900000000,
  LeaveNodes1763910000000,
  SleepAndResume1763920000000,
  TraceReplicas1764400000000,
];

@Module({})
export class SchedulerModule {
  /** Settings come from the environment, but for those that are given. */
  static with(given: Partial<SchedulerSettings> = {}): DynamicModule {
    const settings = (): SchedulerSettings => ({
      leaseSeconds: config.TIDEGATE_NODE_LEASE_SECONDS,
      drainLimitSeconds: config.TIDEGATE_DRAIN_LIMIT_SECONDS,
      placementPolicy: config.TIDEGATE_PLACEMENT_POLICY,
      ...given,
    });
    return {
      module: SchedulerModule,
      imports: [EventingModule.forRoot({ service: 'scheduler', relay: true, migrations: MIGRATIONS })],
      controllers: [KeepPool, SyncNode, AnswerNodes, AnswerReplicas, AnswerPlacements],
      providers: [
        { provide: SETTINGS, useFactory: settings },
        Leader,
        ...nodes,
        ...placement,
        ...waiting,
        ...answers,
        ...replicas,
      ],
    };
  }
}
