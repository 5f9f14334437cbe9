import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVERY_LINE, idFrom, questions } from '@tidegate/contracts';
import { causeOf } from '@tidegate/eventing';
import { Asker, EventStore, EventingModule } from '@tidegate/eventing/nest';
import { Module } from '@nestjs/common';
import { type TestService, testService } from '@tidegate/testing';
import { LogsModule } from '../logs.module.ts';
import { TEST_SINKS } from '../sinks/settings.spec-helper.ts';

@Module({ imports: [EventingModule.forRoot({ service: 'relay', relay: true })] })
class RelayModule {}

const limits = {
  keepHours: 24,
  keepMibPerEndpoint: 16,
  keepMib: 64,
  keepRequestDays: 2,
  keepRequestMib: 64,
  keepHourDays: 10,
};
let app: TestService;
let relay: TestService;
beforeAll(async () => {
  app = await testService({
    service: 'logs',
    module: LogsModule.with(
      () => limits,
      () => TEST_SINKS,
    ),
  });
  relay = await testService({ service: 'relay', module: RelayModule, beside: app });
});
afterAll(async () => {
  await relay.close();
  await app.close();
});

describe('what happens to an endpoint', () => {
  it('stands in its log once, beside what its replicas write, and in nobody else’s', async () => {
    const id = (kind: Parameters<typeof idFrom>[0]) => idFrom(kind, randomBytes(6));
    const [endpointId, projectId, replicaId] = [id('endpoint'), id('project'), id('replica')];
    const whose = { endpointId, projectId };
    const reason = { code: 'requested', message: 'It was asked to.', nextStep: '' };
    await app
      .get(EventStore)
      .append(
        endpointId,
        0,
        [{ type: 'EndpointStateChanged', data: { ...whose, from: 'stopped', to: 'starting', reason } }],
        causeOf({ commandId: randomUUID(), actor: 'test' }),
      );
    const replica = { ...whose, replicaId, revision: 1, nodeId: id('node'), exitCode: 1, lastLines: [] };
    await app
      .get(EventStore)
      .append(
        `replica-${replicaId}`,
        0,
        [{ type: 'ReplicaStopped', data: { ...replica, cause: 'exited', neverReady: true, stoppedAtUs: 1 } }],
        causeOf({ commandId: randomUUID(), actor: 'test' }),
      );
    const lines = async (of: string) => {
      const ask = { ...EVERY_LINE, projectId: of, endpointId, limit: 10 };
      return (await app.get(Asker).ask(questions.logTail, ask)).lines;
    };
    const both = [
      {
        stream: 'platform',
        replicaId: null,
        severity: 'info',
        text: 'The endpoint is starting: It was asked to.',
      },
      {
        stream: 'platform',
        replicaId,
        severity: 'error',
        text: 'The replica has stopped: exited, exit code 1, it never was ready',
      },
    ];
    await app.eventually(async () => expect(await lines(projectId)).toMatchObject(both));
    expect(await lines(id('project'))).toEqual([]);
  });
});
