import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { type ClientDuplexStream, Metadata, loadPackageDefinition, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type AnswerOf, SUBJECTS, questions } from '@tidegate/contracts';
import { Answers, Bus, EventingModule } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { type TestApi, testApi } from '../api.spec-helper.ts';
import { Watches } from '../watch/watches.gateway.ts';
import { GrpcServer } from './grpc-server.gateway.ts';
import { type Answer, grpcClient, refusalOf, stubAt } from './grpc.spec-helper.ts';

/** The logs service, in memory. */
const lines: AnswerOf<typeof questions.logTail>['lines'] = [];
@Controller()
class MemoryLogs {
  @Answers(questions.logTail)
  tail({ after }: { after: string | null }): Promise<AnswerOf<typeof questions.logTail>> {
    const found = lines.filter(({ cursor }) => Number(cursor) > Number(after ?? 0));
    return Promise.resolve({
      lines: found,
      cursor: found.at(-1)?.cursor ?? after ?? '0',
      olderCursor: null,
      cameTo: null,
    });
  }
}
@Module({ imports: [EventingModule.forRoot({ service: 'logs' })], controllers: [MemoryLogs] })
class MemoryLogsModule {}

let api: TestApi;
let logs: TestService;
let project: { id: string; token: string };
let client: ReturnType<typeof grpcClient>;
let endpointId: string;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0, watchesPerProject: 2 });
  const { databaseUrl, natsUrl, natsToken } = api.app;
  logs = await testService({
    service: 'logs',
    module: MemoryLogsModule,
    beside: { databaseUrl, natsUrl, natsToken },
  });
  project = await api.newProject();
  client = grpcClient(api.app.get(GrpcServer).port);
  const wish = { endpoint: { name: 'chat', model: 'tidegate/tiny' } };
  endpointId = (await client.call('EndpointService', 'CreateEndpoint', wish, { token: project.token }))
    .endpoint.id;
});
afterAll(async () => {
  client.close();
  await logs.close();
  await api.close();
});

const watch = (request: object = {}) =>
  client.stream('EndpointService', 'WatchEndpoints', request, project.token);

describe('a watch over gRPC', () => {
  it('tells a snapshot and changes, and goes on where it stopped', async () => {
    const first = watch();
    await api.eventually(() =>
      expect(first.items[0]).toMatchObject({
        item: 'snapshot',
        snapshot: { endpoints: [{ id: endpointId }] },
      }),
    );
    await client.call(
      'EndpointService',
      'StopEndpoint',
      { endpointId, waitSeconds: 60 },
      { token: project.token },
    );
    await api.eventually(() =>
      expect(first.items.at(-1)?.change).toMatchObject({
        endpointId,
        event: { type: 'EndpointStateChanged' },
        endpoint: { state: 'ENDPOINT_STATE_STOPPED' },
      }),
    );
    first.cancel();
    await api.eventually(() => expect(api.app.get(Watches).count).toBe(0));
    const after = first.items[0]!.snapshot.position;
    const again = watch({ after, types: ['EndpointStopRequested'] });
    await api.eventually(() =>
      expect(again.items.map(({ change }) => change.event.type)).toEqual(['EndpointStopRequested']),
    );
    again.cancel();
    await again.ended;
  });

  it('is one of so many, whichever way they came', async () => {
    const two = [watch(), watch()];
    await api.eventually(() => expect(two.map(({ items }) => items.length)).toEqual([1, 1]));
    expect((await api.call('GET', '/v1/watch', { token: project.token })).body.code).toBe('watch.too_many');
    const third = watch();
    await third.ended;
    expect(await refusalOf(third.error())).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      reason: 'watch.too_many',
      retryAfterSeconds: 10,
    });
    for (const stream of two) stream.cancel();
    await api.eventually(() => expect(api.app.get(Watches).count).toBe(0));
  });

  it('of something odd is refused', async () => {
    const odd = watch({ types: ['Moon'] });
    await odd.ended;
    expect((await refusalOf(odd.error())).violations).toMatchObject([{ field: '?types' }]);
  });
});

describe('a log over gRPC', () => {
  it('is followed line by line', async () => {
    const line = (sequence: number) => ({
      cursor: String(sequence),
      replicaId: 'repl-0123456789ab',
      sequence,
      at: new Date(1500).toISOString(),
      stream: 'stdout' as const,
      text: `line ${String(sequence)}`,
      severity: 'warn' as const,
      traceId: null,
      requestId: 'req-1',
      attributes: { logger: 'engine' },
    });
    lines.push(line(1));
    const followed = client.stream('EndpointService', 'FollowLogs', { endpointId }, project.token);
    await api.eventually(() => expect(followed.items).toHaveLength(1));
    lines.push(line(2));
    logs.get(Bus).nudge(SUBJECTS.linesStored(endpointId));
    await api.eventually(() => expect(followed.items.map(({ text }) => text)).toEqual(['line 1', 'line 2']));
    expect(followed.items[1]).toMatchObject({
      cursor: '2',
      sequence: 2,
      at: { seconds: 1, nanos: 500_000_000 },
    });
    followed.cancel();
    await followed.ended;
    const service = client.stream(
      'LogService',
      'Follow',
      { endpointId, after: '1', severity: 'warn' },
      project.token,
    );
    await api.eventually(() => expect(service.items).toHaveLength(1));
    expect(service.items[0]?.line).toMatchObject({ cursor: '2', severity: 'warn', requestId: 'req-1' });
    service.cancel();
    await service.ended;
    const page = await client.call(
      'LogService',
      'Tail',
      { endpointId, lines: 5, search: 'line', ignoreCase: true },
      { token: project.token },
    );
    expect(page.lines).toMatchObject([
      { text: 'line 1' },
      { text: 'line 2', attributes: { logger: 'engine' }, stream: 'stdout' },
    ]);
    const odd = client.stream('LogService', 'Follow', { endpointId, severity: 'bad' }, project.token);
    await odd.ended;
    expect((await refusalOf(odd.error())).violations).toMatchObject([{ field: '?severity' }]);
  });
});

describe('the port of gRPC', () => {
  const require = createRequire(import.meta.url);
  const stub = (module: string, file: string, path: string) => {
    const folder = dirname(require.resolve(`${module}/package.json`));
    const options = { enums: String, defaults: true, oneofs: true };
    let found: unknown = loadPackageDefinition(loadSync(join(folder, file), options));
    for (const part of path.split('.')) found = (found as Record<string, unknown>)[part];
    return stubAt(found as Parameters<typeof stubAt>[0], api.app.get(GrpcServer).port);
  };

  it('says of each service that it serves', async () => {
    const health = stub('grpc-health-check', 'proto/health/v1/health.proto', 'grpc.health.v1.Health');
    const check = (service: string) =>
      new Promise<Answer>((resolve, reject) =>
        health.methods['check']!({ service }, new Metadata(), {}, (error, answer) => {
          if (error) reject(error);
          else resolve(answer);
        }),
      );
    for (const service of ['', 'tidegate.v1.EndpointService', 'tidegate.v1.CatalogService'])
      expect(await check(service)).toEqual({ status: 'SERVING' });
    await expect(check('tidegate.v1.Moon')).rejects.toMatchObject({ code: status.NOT_FOUND });
    health.close();
  });

  it('describes itself, with the names of the proto files', async () => {
    const reflection = stub(
      '@grpc/reflection',
      'build/proto/grpc/reflection/v1/reflection.proto',
      'grpc.reflection.v1.ServerReflection',
    );
    const ask = (request: object) =>
      new Promise<Answer>((resolve, reject) => {
        const open = reflection.methods['serverReflectionInfo'] as unknown as () => ClientDuplexStream<
          object,
          Answer
        >;
        const stream = open();
        stream.on('data', resolve).on('error', reject);
        stream.write(request);
        stream.end();
      });
    const { listServicesResponse } = await ask({ listServices: '' });
    expect(listServicesResponse.service.map(({ name }) => name)).toEqual(
      expect.arrayContaining(
        ['EndpointService', 'ProjectService', 'TokenService', 'SecurityGroupService', 'CatalogService'].map(
          (name) => `tidegate.v1.${name}`,
        ),
      ),
    );
    const { fileDescriptorResponse } = await ask({ fileContainingSymbol: 'tidegate.v1.Endpoint' });
    expect(Buffer.concat(fileDescriptorResponse.fileDescriptorProto).toString('latin1')).toContain(
      'idle_timeout_seconds',
    );
    reflection.close();
  });

  it('takes no message that is too large or nested without end, and goes on', async () => {
    const create = (endpoint: object) =>
      client.call(
        'EndpointService',
        'CreateEndpoint',
        { endpoint: { name: 'odd', ...endpoint } },
        { token: project.token },
      );
    await expect(create({ description: 'x'.repeat(2 * 1024 * 1024) })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
    let deep: object = { numberValue: 1 };
    for (let n = 0; n < 60; n++) deep = { listValue: { values: [deep] } };
    const nested = create({ engineArguments: { fields: { deep } } });
    await expect(nested).rejects.toMatchObject({ code: expect.any(Number) });
    expect((await client.call('TokenService', 'GetMe', {}, { token: project.token })).kind).toBe('token');
  });
});

describe('a service that stops', () => {
  it('ends its streams with a reason, and lets calls end', async () => {
    const other = await testApi({ grpcPort: 0 });
    const { token } = await other.newProject();
    const caller = grpcClient(other.app.get(GrpcServer).port);
    const stream = caller.stream('EndpointService', 'WatchEndpoints', {}, token);
    await other.eventually(() => expect(stream.items).toHaveLength(1));
    await other.close();
    await stream.ended;
    expect(await refusalOf(stream.error())).toMatchObject({
      code: status.UNAVAILABLE,
      reason: 'service.unavailable',
    });
    caller.close();
  });
});
