import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { EventingModule, projectionConsumer } from '@tidegate/eventing/nest';
import { CreateApi1763700000000 } from './api.migration.ts';
import { BuildEndpoints } from './building/build-endpoints.loop.ts';
import { CreatePendingBuilds1763800200000 } from './building/building.migration.ts';
import { ModelSources } from './building/model-sources.ts';
import { PendingBuilds } from './building/pending-builds.store.ts';
import { QueueBuilds } from './building/queue-builds.consumer.ts';
import { CatalogueController } from './catalogue/catalogue.controller.ts';
import { Configure } from './configuration/configure.handler.ts';
import { LookUp } from './configuration/facts.handler.ts';
import { Sealing } from './configuration/sealing.handler.ts';
import { HubController } from './compatibility/hub.controller.ts';
import { ProvisionController } from './compatibility/provision.controller.ts';
import { ApiDocument } from './docs/api-document.store.ts';
import { DocsController } from './docs/docs.controller.ts';
import { CheckDomains } from './domains/check-domains.loop.ts';
import { CONSOLE } from './console.module.ts';
import { CustomDomains } from './domains/custom-domains.store.ts';
import { DomainController } from './domains/domain.controller.ts';
import { CreateCustomDomains1763701400000 } from './domains/domain.migration.ts';
import { DomainChecks } from './domains/domain-checks.handler.ts';
import { DomainOwners } from './domains/domain-owners.handler.ts';
import { TrackDomains } from './domains/track-domains.consumer.ts';
import { TxtRecords } from './domains/txt-records.gateway.ts';
import { Accept } from './commands/accept.handler.ts';
import { EndpointActionController } from './endpoints/endpoint-action.controller.ts';
import { EndpointController } from './endpoints/endpoint.controller.ts';
import { Endpoints } from './endpoints/endpoint.handler.ts';
import { endpointList } from './endpoints/endpoint-list.projection.ts';
import { EndpointList } from './endpoints/endpoint-list.store.ts';
import { EndpointNames } from './endpoints/endpoint-names.store.ts';
import { EndpointOperations } from './endpoints/endpoint-operations.handler.ts';
import { EndpointsHaveRevisions1763800000000 } from './endpoints/endpoints.migration.ts';
import { OwnCommands } from './commands/own-commands.handler.ts';
import { OwnEndpoints } from './endpoints/own-endpoint.guard.ts';
import { Estimates } from './estimates/estimate.handler.ts';
import { EndpointStreams } from './grpc/endpoint.grpc.ts';
import { GrpcServer } from './grpc/grpc-server.gateway.ts';
import { Rest } from './grpc/rest.gateway.ts';
import { PastEvents } from './history/past-events.store.ts';
import { AuthGuard } from './http/auth.guard.ts';
import { Idempotency } from './idempotency/idempotency.handler.ts';
import { IdempotencyKeys } from './idempotency/idempotency.store.ts';
import { Problems } from './edge/problems.filter.ts';
import { ReadModels } from './http/read-model.store.ts';
import { API_SETTINGS, type ApiSettings } from './http/settings.ts';
import { TokenEnds } from './http/token-ends.gateway.ts';
import { SweepKeys } from './idempotency/sweep-keys.loop.ts';
import { FollowLines } from './logs/follow-lines.gateway.ts';
import { LogController } from './logs/log.controller.ts';
import { ManifestController } from './manifests/manifest.controller.ts';
import { ManifestOperations } from './manifests/manifest-operations.handler.ts';
import { Plan } from './manifests/plan.handler.ts';
import { HubClient } from './models/hub-client.gateway.ts';
import { HubSources } from './models/hub-sources.handler.ts';
import { MONEY_PROVIDERS, MONEY_ROUTES } from './money.module.ts';
import { Names } from './names/names.store.ts';
import { NodeController } from './nodes/node.controller.ts';
import { Nodes } from './nodes/nodes.handler.ts';
import { CloseProjects } from './projects/close-projects.consumer.ts';
import { ProjectController } from './projects/project.controller.ts';
import { Projects } from './projects/project.handler.ts';
import { GrowProjects1763701000000 } from './projects/project.migration.ts';
import { projectList } from './projects/project-list.projection.ts';
import { ProjectList } from './projects/project-list.store.ts';
import { WebhookSecretController } from './projects/webhook-secret.controller.ts';
import { QuotaController } from './quotas/quota.controller.ts';
import { Quotas } from './quotas/quotas.store.ts';
import { InvocationController } from './invocations/invocation.controller.ts';
import { ReplicaController } from './replicas/replica.controller.ts';
import { REQUESTS, RequestController } from './requests/requests.module.ts';
import { GoBack } from './revisions/go-back.handler.ts';
import { RevisionController } from './revisions/revision.controller.ts';
import { AddRevisions1763800300000 } from './revisions/revision-list.migration.ts';
import { revisionList } from './revisions/revision-list.projection.ts';
import { RevisionList } from './revisions/revision-list.store.ts';
import { RevisionOperations } from './revisions/revision-operations.handler.ts';
import { ScalingController } from './scaling/scaling.controller.ts';
import { Simulations } from './scaling/simulations.handler.ts';
import { KeepSecrets } from './secrets/keep-secrets.consumer.ts';
import { KeyRing } from './secrets/key-ring.store.ts';
import { OpenSecrets } from './secrets/open-secrets.controller.ts';
import { PlacedReplicas } from './secrets/placed-replicas.store.ts';
import { SealedValues } from './secrets/sealed-values.store.ts';
import { SecretController } from './secrets/secret.controller.ts';
import { SECRET_MIGRATIONS } from './secrets/secret.migration.ts';
import { Secrets } from './secrets/secrets.handler.ts';
import { TidySecrets } from './secrets/tidy-secrets.loop.ts';
import { SecurityGroupController } from './security-groups/security-group.controller.ts';
import { SecurityGroups } from './security-groups/security-group.handler.ts';
import { CreateSecurityGroups1763701200000 } from './security-groups/security-group.migration.ts';
import { securityGroupList } from './security-groups/security-group-list.projection.ts';
import { SecurityGroupList } from './security-groups/security-group-list.store.ts';
import { HardwarePrices } from './sizing/hardware-prices.handler.ts';
import { SizingController } from './sizing/sizing.controller.ts';
import { Sizing } from './sizing/sizing.handler.ts';
import { CreateTokenUses1763701100000 } from './token-uses/token-uses.migration.ts';
import { TokenUses } from './token-uses/token-uses.store.ts';
import { WriteTokenUses } from './token-uses/write-token-uses.loop.ts';
import { TokensHaveLimits1764000000000 } from './tokens/token.migration.ts';
import { Tokens } from './tokens/token.handler.ts';
import { tokenList } from './tokens/token-list.projection.ts';
import { TokenList } from './tokens/token-list.store.ts';
import { ReplicaTallies } from './tracking/replica-tally.store.ts';
import { TrackReplicas } from './tracking/track-replicas.consumer.ts';
import { TalliesHaveTemplates1763800100000 } from './tracking/tracking.migration.ts';
import { WatchRollouts } from './tracking/watch-rollouts.loop.ts';
import { WatchAsks } from './watch/watch-asks.handler.ts';
import { WatchController } from './watch/watch.controller.ts';
import { WatchedEndpoints } from './watch/watched-endpoints.store.ts';
import { Watches } from './watch/watches.gateway.ts';
import { WATCHING_PROVIDERS, WATCHING_ROUTES } from './watching.module.ts';

const ROUTES = [
  ProjectController,
  QuotaController,
  WebhookSecretController,
  ...CONSOLE.routes,
  EndpointController,
  EndpointActionController,
  RevisionController,
  ManifestController,
  DomainController,
  SecretController,
  SecurityGroupController,
  ReplicaController,
  InvocationController,
  ScalingController,
  LogController,
  RequestController,
  ...MONEY_ROUTES,
  ...WATCHING_ROUTES,
  NodeController,
  CatalogueController,
  SizingController,
  WatchController,
  HubController,
  ProvisionController,
  DocsController,
];
const CONSUMERS = [
  TrackReplicas,
  QueueBuilds,
  TrackDomains,
  KeepSecrets,
  OpenSecrets,
  CloseProjects,
  ...CONSOLE.consumers,
  ...[endpointList, projectList, tokenList, securityGroupList, revisionList].map(projectionConsumer),
];
const STORES = [
  EndpointList,
  EndpointNames,
  RevisionList,
  ProjectList,
  TokenList,
  TokenUses,
  Quotas,
  SecurityGroupList,
  CustomDomains,
  SealedValues,
  PlacedReplicas,
  KeyRing,
  ReplicaTallies,
  PastEvents,
  PendingBuilds,
  Names,
  IdempotencyKeys,
  ReadModels,
  ApiDocument,
];

const MIGRATIONS = [
  CreateApi1763700000000,
  GrowProjects1763701000000,
  CreateTokenUses1763701100000,
  CreateSecurityGroups1763701200000,
  ...SECRET_MIGRATIONS,
  CreateCustomDomains1763701400000,
  EndpointsHaveRevisions1763800000000,
  TalliesHaveTemplates1763800100000,
  CreatePendingBuilds1763800200000,
  AddRevisions1763800300000,
  TokensHaveLimits1764000000000,
  ...CONSOLE.migrations,
];

@Module({})
export class ApiModule {
  /** @param settings read when the service starts, so that a wrong one is reported and not thrown at import */
  static with(settings: () => ApiSettings): DynamicModule {
    return {
      module: ApiModule,
      imports: [EventingModule.forRoot({ service: 'api', relay: true, migrations: MIGRATIONS })],
      controllers: [...ROUTES, ...CONSUMERS],
      providers: [
        ...STORES,
        Endpoints,
        Projects,
        Tokens,
        SecurityGroups,
        Secrets,
        DomainOwners,
        DomainChecks,
        TxtRecords,
        CheckDomains,
        TidySecrets,
        WriteTokenUses,
        OwnEndpoints,
        OwnCommands,
        EndpointOperations,
        Accept,
        Configure,
        LookUp,
        Sealing,
        Estimates,
        Simulations,
        Nodes,
        RevisionOperations,
        GoBack,
        ManifestOperations,
        Plan,
        ...CONSOLE.providers,
        FollowLines,
        ...REQUESTS,
        ...MONEY_PROVIDERS,
        ...WATCHING_PROVIDERS,
        TokenEnds,
        Watches,
        WatchedEndpoints,
        WatchAsks,
        Rest,
        EndpointStreams,
        GrpcServer,
        SweepKeys,
        HubClient,
        HardwarePrices,
        Sizing,
        BuildEndpoints,
        WatchRollouts,
        { provide: ModelSources, useClass: HubSources },
        { provide: API_SETTINGS, useFactory: settings },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        { provide: APP_FILTER, useClass: Problems },
      ],
    };
  }
}
