import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { EndpointSpec, Event, EventNamed, StopCause } from '@tidegate/contracts';
import { causeOf, sql } from '@tidegate/eventing';
import { Db, EventStore, EventingModule, projectionConsumer } from '@tidegate/eventing/nest';
import { type TestService, endpointSpec, testService } from '@tidegate/testing';
import { CreateApi1763700000000 } from '../api.migration.ts';
import { BuildEndpoints } from '../building/build-endpoints.loop.ts';
import { CreatePendingBuilds1763800200000 } from '../building/building.migration.ts';
import { ModelSources, type Reachability } from '../building/model-sources.ts';
import { PendingBuilds } from '../building/pending-builds.store.ts';
import { QueueBuilds } from '../building/queue-builds.consumer.ts';
import { PastEvents } from '../history/past-events.store.ts';
import { ReadModels } from '../http/read-model.store.ts';
import { Names } from '../names/names.store.ts';
import { ReplicaTallies } from '../tracking/replica-tally.store.ts';
import { TrackReplicas } from '../tracking/track-replicas.consumer.ts';
import { TalliesHaveTemplates1763800100000 } from '../tracking/tracking.migration.ts';
import { WatchRollouts } from '../tracking/watch-rollouts.loop.ts';
import { Endpoints, type OwnersCommand } from './endpoint.handler.ts';
import { endpointList } from './endpoint-list.projection.ts';
import { EndpointList } from './endpoint-list.store.ts';
import { EndpointsHaveRevisions1763800000000 } from './endpoints.migration.ts';

/** By model; of one that is not here, the source says yes. */
export class TestSources extends ModelSources {
  readonly answers = new Map<string, () => Promise<Reachability>>();
  readonly asked: string[] = [];

  check({ model }: EndpointSpec): Promise<Reachability> {
    this.asked.push(model);
    return this.answers.get(model)?.() ?? Promise.resolve({ ok: true });
  }
}

/** Endpoints and what keeps them, without routes. */
@Module({
  imports: [
    EventingModule.forRoot({
      service: 'api',
      relay: true,
      migrations: [
        CreateApi1763700000000,
        EndpointsHaveRevisions1763800000000,
        TalliesHaveTemplates1763800100000,
        CreatePendingBuilds1763800200000,
      ],
    }),
  ],
  controllers: [TrackReplicas, QueueBuilds, projectionConsumer(endpointList)],
  providers: [
    Endpoints,
    EndpointList,
    PastEvents,
    PendingBuilds,
    ReplicaTallies,
    Names,
    ReadModels,
    BuildEndpoints,
    WatchRollouts,
    { provide: ModelSources, useClass: TestSources },
  ],
})
class EndpointsModule {}

export const projectId = 'proj-0123456789ab';
export const anybody = () => causeOf({ commandId: randomUUID(), actor: 'operator' });

type Without<Command> = Command extends OwnersCommand ? Omit<Command, 'endpointId' | 'projectId'> : never;
type Part = Without<OwnersCommand>;

/** The endpoints of an api process on real servers. @param beside another one, for a second process on the same log */
export const testEndpoints = async (beside?: TestService) => {
  const app = await testService({
    service: 'api',
    module: EndpointsModule,
    ...(beside && { beside }),
  });
  const endpoints = app.get(Endpoints);
  const db = app.get(Db);
  const store = app.get(EventStore);
  let names = 0;

  const request = (fields: Parameters<typeof endpointSpec>[0] = {}): Promise<string> =>
    endpoints.request(projectId, endpointSpec({ name: `endpoint-${++names}`, ...fields }), anybody());

  const stateOf = async (id: string) => {
    const { state } = await endpoints.load(id);
    if (state.status === 'absent') throw new Error(`${id} does not exist`);
    return state;
  };

  return {
    app,
    db,
    store,
    request,
    stateOf,
    list: app.get(EndpointList),
    past: app.get(PastEvents),
    sources: app.get(ModelSources) as TestSources,
    command: (id: string, command: Part) =>
      endpoints.command({ ...command, endpointId: id, projectId }, anybody()),
    update: async (id: string, change: Partial<EndpointSpec>, canaryPercent: number | null = null) =>
      endpoints.command(
        {
          type: 'UpdateEndpoint',
          endpointId: id,
          projectId,
          spec: { ...(await stateOf(id)).spec, ...change },
          cause: 'update',
          canaryPercent,
          expectedRevision: null,
        },
        anybody(),
      ),
    /** What another service would have written. */
    append: (streamId: string, ...events: Event[]) =>
      store.append(streamId, 'any', events, causeOf({ commandId: randomUUID(), actor: 'service:test' })),
    becomes: (id: string, status: string) =>
      app.eventually(async () => {
        const state = await stateOf(id);
        if (state.status !== status) throw new Error(`${id} is ${state.status}, not ${status}`);
        return state;
      }),
    nothingIsPending: (id: string) =>
      app.eventually(async () => {
        const rows = await db.query(sql`select from pending_builds where endpoint_id = ${id}`);
        if (rows.length > 0) throw new Error(`${id} is still being built`);
      }),
  };
};
export type TestEndpoints = Awaited<ReturnType<typeof testEndpoints>>;

const hardware = endpointSpec().hardware;
const nodeId = 'node-0123456789ab';
const whose = (endpointId: string, replicaId: string, template = 1) => ({
  replicaId,
  endpointId,
  projectId,
  revision: template,
});

/** Events that other services write. */
export const scaled = (
  endpointId: string,
  to: number,
  cause: EventNamed<'ScaleDecided'>['data']['cause'],
): EventNamed<'ScaleDecided'> => ({
  type: 'ScaleDecided',
  data: {
    endpointId,
    projectId,
    revision: 1,
    from: 0,
    to,
    cause,
    inputs: null,
    formula: '',
    limitedBy: [],
    mayMoveInSeconds: null,
    spare: [],
    policyVersion: 1,
    leaseEpoch: 1,
    text: `because of ${cause}`,
  },
});
export const asked = (id: string, replica: string, template?: number): EventNamed<'ReplicaRequested'> => ({
  type: 'ReplicaRequested',
  data: { ...whose(id, replica, template), cluster: 'local', hardware },
});
export const delayed = (id: string, replica: string, template?: number): EventNamed<'ReplicaDelayed'> => ({
  type: 'ReplicaDelayed',
  data: { ...whose(id, replica, template), cluster: 'local', hardware, message: 'no node has room' },
});
export const started = (id: string, replica: string, template?: number): EventNamed<'ReplicaStarted'> => ({
  type: 'ReplicaStarted',
  data: { ...whose(id, replica, template), nodeId, hardware, simulated: false, startedAtUs: 1 },
});
export const ready = (id: string, replica: string, template?: number): EventNamed<'ReplicaReady'> => ({
  type: 'ReplicaReady',
  data: { ...whose(id, replica, template), nodeId, host: '127.0.0.1', port: 1, readyAtUs: 2 },
});
export const drains = (id: string, replica: string, template?: number): EventNamed<'ReplicaDraining'> => ({
  type: 'ReplicaDraining',
  data: { ...whose(id, replica, template), cause: 'replaced' },
});
export const ended = (
  id: string,
  replica: string,
  cause: StopCause,
  template?: number,
): EventNamed<'ReplicaStopped'> => ({
  type: 'ReplicaStopped',
  data: {
    ...whose(id, replica, template),
    nodeId,
    cause,
    exitCode: 2,
    neverReady: true,
    stoppedAtUs: 3,
    lastLines: ['unknown flag --moon'],
  },
});
