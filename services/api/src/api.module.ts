import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { EventingModule, projectionConsumer } from '@tidegate/eventing/nest';
import { CreateApi1763700000000 } from './api.migration.ts';
import { CatalogueController } from './catalogue/catalogue.controller.ts';
import { ApiDocument } from './docs/api-document.store.ts';
import { DocsController } from './docs/docs.controller.ts';
import { EndpointController } from './endpoints/endpoint.controller.ts';
import { Endpoints } from './endpoints/endpoint.handler.ts';
import { endpointList } from './endpoints/endpoint-list.projection.ts';
import { EndpointList } from './endpoints/endpoint-list.store.ts';
import { OwnEndpoints } from './endpoints/own-endpoint.guard.ts';
import { HistoryController } from './history/history.controller.ts';
import { AuthGuard } from './http/auth.guard.ts';
import { Idempotency } from './idempotency/idempotency.handler.ts';
import { IdempotencyKeys } from './idempotency/idempotency.store.ts';
import { Problems } from './http/problems.filter.ts';
import { ReadModels } from './http/read-model.store.ts';
import { API_SETTINGS, type ApiSettings } from './http/settings.ts';
import { SweepKeys } from './idempotency/sweep-keys.loop.ts';
import { FollowLines } from './logs/follow-lines.gateway.ts';
import { LogController } from './logs/log.controller.ts';
import { Names } from './names/names.store.ts';
import { NodeController } from './nodes/node.controller.ts';
import { ProjectController } from './projects/project.controller.ts';
import { Projects } from './projects/project.handler.ts';
import { projectList } from './projects/project-list.projection.ts';
import { ProjectList } from './projects/project-list.store.ts';
import { WebhookSecretController } from './projects/webhook-secret.controller.ts';
import { ReplicaController } from './replicas/replica.controller.ts';
import { MeController } from './tokens/me.controller.ts';
import { TokenController } from './tokens/token.controller.ts';
import { Tokens } from './tokens/token.handler.ts';
import { tokenList } from './tokens/token-list.projection.ts';
import { TokenList } from './tokens/token-list.store.ts';
import { ReplicaTallies } from './tracking/replica-tally.store.ts';
import { TrackReplicas } from './tracking/track-replicas.consumer.ts';
import { CostController } from './usage/cost.controller.ts';
import { RateController } from './usage/rate.controller.ts';

const ROUTES = [
  ProjectController,
  WebhookSecretController,
  TokenController,
  MeController,
  EndpointController,
  ReplicaController,
  HistoryController,
  LogController,
  CostController,
  RateController,
  NodeController,
  CatalogueController,
  DocsController,
];
const CONSUMERS = [TrackReplicas, ...[endpointList, projectList, tokenList].map(projectionConsumer)];
const STORES = [
  EndpointList,
  ProjectList,
  TokenList,
  ReplicaTallies,
  Names,
  IdempotencyKeys,
  ReadModels,
  ApiDocument,
];

@Module({})
export class ApiModule {
  /** @param settings read when the service starts, so that a wrong one is reported and not thrown at import */
  static with(settings: () => ApiSettings): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        EventingModule.forRoot({ service: 'api', relay: true, migrations: [CreateApi1763700000000] }),
      ],
      controllers: [...ROUTES, ...CONSUMERS],
      providers: [
        ...STORES,
        Endpoints,
        Projects,
        Tokens,
        OwnEndpoints,
        FollowLines,
        SweepKeys,
        { provide: API_SETTINGS, useFactory: settings },
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: Idempotency },
        { provide: APP_FILTER, useClass: Problems },
      ],
    };
  }
}
