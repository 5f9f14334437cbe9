import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { type Body, type TestApi, operator, testApi } from '../api.spec-helper.ts';
import { OwnEndpoints } from '../endpoints/own-endpoint.guard.ts';
import { GrpcServer } from './grpc-server.gateway.ts';
import { grpcClient, refusalOf } from './grpc.spec-helper.ts';

let api: TestApi;
let project: { id: string; token: string };
let client: ReturnType<typeof grpcClient>;

beforeAll(async () => {
  api = await testApi({ grpcPort: 0 });
  project = await api.newProject();
  client = grpcClient(api.app.get(GrpcServer).port);
});
afterAll(async () => {
  client.close();
  await api.close();
});

const call = (method: string, request: object, headers: Record<string, string> = {}) =>
  client.call('EndpointService', method, request, { token: project.token, headers });
const create = async (name: string, wish: object = {}) =>
  (await call('CreateEndpoint', { endpoint: { name, model: 'tidegate/tiny', ...wish } })).endpoint;
type Shown = Body &
  Readonly<{
    url: string;
    hardware: Readonly<{ id: string; vcpuMillis: number }>;
    scaling: object;
    createdAt: string;
  }>;
const rest = async (path: string) => (await api.call('GET', path, { token: project.token })).body as Shown;

describe('an endpoint over gRPC', () => {
  it('is created, and is what REST shows', async () => {
    const made = await call('CreateEndpoint', {
      endpoint: {
        name: 'chat',
        model: 'tidegate/tiny',
        tags: { team: 'search' },
        engineArguments: { fields: { ctxSize: { numberValue: 512 } } },
        environment: { MODE: 'fast' },
        visibility: 'VISIBILITY_PUBLIC',
        scaling: {
          mode: 'SCALING_MODE_AUTOMATIC',
          minReplicas: 0,
          maxReplicas: 2,
          rules: [{ metric: 'concurrency', target: 8 }],
          idleTimeoutSeconds: 120,
          waitPrice: 'WAIT_PRICE_FAST',
          panic: false,
          schedules: [{ cron: '0 8 * * 1-5', durationSeconds: 3600, minReplicas: 1 }],
        },
        sleepMode: 'SLEEP_MODE_WARM',
        requestTimeouts: { totalSeconds: 60 },
        limits: { replicaConcurrency: 16 },
        balancing: 'prefix-affinity',
      },
    });
    expect(made.etag).toBe('"r1"');
    const { endpoint } = made;
    const { id } = endpoint;
    expect(endpoint).toMatchObject({
      name: 'chat',
      visibility: 'VISIBILITY_PUBLIC',
      tags: { team: 'search' },
    });
    await api.eventually(async () => {
      const got = (await call('GetEndpoint', { endpointId: id })).endpoint;
      const shown = await rest(`/v1/endpoints/${id}`);
      expect(got.state).toBe(`ENDPOINT_STATE_${shown.state.toUpperCase()}`);
      expect(got).toMatchObject({
        id,
        url: shown.url,
        revision: 1,
        reason: shown.reason,
        hardware: { id: shown.hardware.id, vcpuMillis: shown.hardware.vcpuMillis },
        scaling: {
          maxReplicas: 2,
          idleTimeoutSeconds: 120,
          waitPrice: 'WAIT_PRICE_FAST',
          panic: false,
          schedules: [{ cron: '0 8 * * 1-5', timeZone: 'UTC', durationSeconds: 3600, minReplicas: 1 }],
        },
        sleepMode: 'SLEEP_MODE_WARM',
        engineArguments: { fields: { ctxSize: { numberValue: 512 } } },
        environment: { MODE: 'fast' },
        requestTimeouts: { totalSeconds: 60 },
        limits: { replicaConcurrency: 16 },
        balancing: 'prefix-affinity',
        createdAt: { seconds: Math.floor(Date.parse(shown.createdAt) / 1000) },
      });
      expect(got.requestTimeouts._idleSeconds).toBeUndefined();
      expect(shown.scaling).toMatchObject({
        waitPrice: 'fast',
        seasonSeconds: null,
        schedules: [{ timeZone: 'UTC', maxReplicas: null }],
      });
    });
  });

  it('is listed in pages', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await create(name, { tags: { paged: 'yes' } });
    const first = await call('ListEndpoints', { limit: 2, tag: 'paged=yes' });
    expect(first.endpoints.map(({ name }) => name)).toEqual(['page-c', 'page-b']);
    const second = await call('ListEndpoints', { limit: 2, tag: 'paged=yes', cursor: first.nextCursor });
    expect(second.endpoints.map(({ name }) => name)).toEqual(['page-a']);
    expect(second._nextCursor).toBeUndefined();
    const none = await call('ListEndpoints', { state: 'ENDPOINT_STATE_BUILD_FAILED' });
    expect(none.endpoints).toEqual([]);
  });

  it('is changed by a field mask, or by a merge patch, when it is still what was read', async () => {
    const { id } = await create('to-change');
    const masked = await call('UpdateEndpoint', {
      endpointId: id,
      endpoint: { scaling: { maxReplicas: 3 }, description: 'mine' },
      updateMask: { paths: ['scaling.max_replicas', 'description', 'drain_timeout_seconds'] },
      ifMatch: '"r1"',
    });
    expect(masked).toMatchObject({
      etag: '"r2"',
      endpoint: { description: 'mine', scaling: { maxReplicas: 3 } },
      effect: { kind: 'hot' },
    });
    const patch = {
      fields: {
        description: { nullValue: 'NULL_VALUE' },
        tags: { structValue: { fields: { a: { stringValue: 'b' } } } },
      },
    };
    const patched = await call('UpdateEndpoint', { endpointId: id, mergePatch: patch });
    expect(patched.endpoint).toMatchObject({ description: '', tags: { a: 'b' }, revision: 3 });
    const judged = await call('UpdateEndpoint', {
      endpointId: id,
      endpoint: { scaling: { maxReplicas: 900 } },
      updateMask: { paths: ['scaling.max_replicas'] },
      validateOnly: true,
    });
    expect([judged._endpoint, judged.problems.length]).toEqual([undefined, 1]);
    const late = call('UpdateEndpoint', { endpointId: id, mergePatch: patch, ifMatch: '"r1"' });
    expect(await refusalOf(late)).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'endpoint.changed',
    });
    expect(await refusalOf(call('UpdateEndpoint', { endpointId: id }))).toMatchObject({
      reason: 'request.invalid',
      violations: [{ field: '/updateMask' }],
    });
  });

  it('is stopped, started, and deleted under its name', async () => {
    const { id } = await create('to-end');
    expect((await call('StopEndpoint', { endpointId: id, waitSeconds: 30 })).endpoint.state).toBe(
      'ENDPOINT_STATE_STOPPED',
    );
    expect((await call('ListRevisions', { endpointId: id })).revisions).toMatchObject([
      { revision: 1, cause: 'create' },
    ]);
    const events = await call('ListEndpointEvents', { endpointId: id, limit: 2 });
    expect(events.events[0]).toMatchObject({
      type: 'EndpointStateChanged',
      data: { fields: { to: { stringValue: 'stopped' } } },
    });
    expect(events.nextCursor).not.toBe('');
    expect((await call('StartEndpoint', { endpointId: id })).endpoint.state).toBe('ENDPOINT_STATE_DEPLOYING');
    expect((await refusalOf(call('DeleteEndpoint', { endpointId: id, confirm: 'no' }))).reason).toBe(
      'endpoint.confirm_mismatch',
    );
    await call('DeleteEndpoint', { endpointId: id, confirm: 'to-end' });
    await api.eventually(async () =>
      expect((await refusalOf(call('GetEndpoint', { endpointId: id }))).reason).toBe('endpoint.deleted'),
    );
  });

  it('is validated, exported and applied as it is', async () => {
    const { id } = await create('as-manifest');
    const validated = await call('ValidateEndpoint', { endpoint: { name: '1', model: 'tidegate/tiny' } });
    expect(validated).toMatchObject({ valid: false, problems: [{ pointer: '/name' }] });
    const { manifest } = await call('ExportManifest', { endpointId: id });
    expect(manifest).toContain('as-manifest');
    const { documents } = await call('ApplyManifest', { manifest, dryRun: true });
    expect(documents).toMatchObject([{ name: 'as-manifest', outcome: 'unchanged' }]);
    expect((await refusalOf(call('ApplyManifest', { manifest: 'a: [' }))).reason).toMatch(/^request\./);
  });
});

describe('a call', () => {
  it('is refused as REST refuses it, with what is wrong with each field', async () => {
    const refused = await refusalOf(
      call(
        'CreateEndpoint',
        { endpoint: { name: '1', framework: 'moon' } },
        { 'x-request-id': 'my-request-1' },
      ),
    );
    const { body } = await api.call('POST', '/v1/endpoints', {
      token: project.token,
      body: { name: '1', framework: 'moon' },
    });
    expect(refused).toMatchObject({
      code: status.INVALID_ARGUMENT,
      reason: body.code,
      requestId: 'my-request-1',
    });
    expect(refused.violations).toEqual(
      body.errors.map(({ pointer, message }) => ({ field: pointer, description: message })),
    );
  });

  it('needs a token that may do it, and the operator names a project', async () => {
    const list = (asked: object) => refusalOf(client.call('EndpointService', 'ListEndpoints', {}, asked));
    expect(await list({})).toMatchObject({ code: status.UNAUTHENTICATED, reason: 'token.missing' });
    expect(await list({ token: 'x' })).toMatchObject({
      code: status.UNAUTHENTICATED,
      reason: 'token.invalid',
    });
    const issue = { projectId: project.id, name: 'ci', scopes: ['SCOPE_READ'] };
    const { secret, token } = await client.call('TokenService', 'IssueToken', issue, {
      token: project.token,
    });
    expect(token).toMatchObject({
      name: 'ci',
      scopes: ['SCOPE_READ'],
      role: 'ROLE_VIEWER',
      projectId: project.id,
    });
    const reader = client.call(
      'EndpointService',
      'CreateEndpoint',
      { endpoint: { name: 'no' } },
      { token: secret },
    );
    expect(await refusalOf(reader)).toMatchObject({
      code: status.PERMISSION_DENIED,
      reason: 'token.scope_missing',
    });
    const asOperator = (headers: Record<string, string>) =>
      client.call('SecurityGroupService', 'ListSecurityGroups', {}, { token: operator, headers });
    expect((await refusalOf(asOperator({}))).reason).toBe('project.not_chosen');
    expect((await asOperator({ 'x-tidegate-project': project.id })).securityGroups).toEqual([]);
  });

  it('tells a stranger nothing: another’s id answers as one that does not exist', async () => {
    const other = await api.newProject();
    const { id } = await create('own');
    for (const method of [
      'GetEndpoint',
      'StartEndpoint',
      'PromoteRollout',
      'ListRevisions',
      'ListEndpointEvents',
      'ExportManifest',
    ]) {
      const asked = (endpointId: string) =>
        refusalOf(client.call('EndpointService', method, { endpointId }, { token: other.token }));
      const [foreign, unknown] = [await asked(id), await asked('endpt-ffffffffffff')];
      const alike = (refused: typeof foreign, of: string) => ({
        ...refused,
        requestId: '',
        message: refused.message.replace(of, 'ID'),
      });
      expect(alike(foreign, id)).toEqual(alike(unknown, 'endpt-ffffffffffff'));
      expect(foreign).toMatchObject({ code: status.NOT_FOUND, reason: 'endpoint.not_found' });
    }
    const watched = client.stream('EndpointService', 'WatchEndpoints', { endpointId: id }, other.token);
    await watched.ended;
    expect((await refusalOf(watched.error())).reason).toBe('endpoint.not_found');
  });

  it('has one effect under an idempotency key, whichever way it comes', async () => {
    const headers = { 'idempotency-key': 'grpc-key-1' };
    const wish = { name: 'once', model: 'tidegate/tiny' };
    const first = await call('CreateEndpoint', { endpoint: wish }, headers);
    const second = await call('CreateEndpoint', { endpoint: wish }, headers);
    const overRest = await api.call('POST', '/v1/endpoints', { token: project.token, body: wish, headers });
    expect([second.endpoint.id, overRest.body.id]).toEqual([first.endpoint.id, first.endpoint.id]);
    expect(
      await refusalOf(call('CreateEndpoint', { endpoint: { ...wish, name: 'twice' } }, headers)),
    ).toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'request.key_reused',
    });
  });

  it('is over with its deadline, and nothing waits for it any more', async () => {
    const { id } = await create('slow');
    const asked = client.call(
      'EndpointService',
      'StartEndpoint',
      { endpointId: id, waitSeconds: 200 },
      { token: project.token, deadlineMs: 500 },
    );
    await expect(asked).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    // Whoever waits looks at the endpoint at least once a second; one look may have been under way.
    const own = api.app.get(OwnEndpoints);
    const find = own.find.bind(own);
    let looks = 0;
    own.find = (...given) => (looks++, find(...given));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    own.find = find;
    expect(looks).toBeLessThan(2);
  });

  it('whose ids and texts could break a path is refused', async () => {
    for (const endpointId of ['', '..', 'a/b', '%2e', 'x'.repeat(500), 'ä'])
      expect(await refusalOf(call('GetEndpoint', { endpointId }))).toMatchObject({
        reason: 'request.invalid',
      });
  });
});

describe('the other services', () => {
  it('have projects and quotas, tokens, security groups and the catalogue', async () => {
    const asOperator = { token: operator };
    const mine = { token: project.token };
    const made = await client.call('ProjectService', 'CreateProject', { name: 'over-grpc' }, asOperator);
    const { id } = made.project;
    await client.call(
      'ProjectService',
      'SetQuotas',
      { projectId: id, quotas: { endpoints: 1, replicasPerEndpoint: 2, gpus: 0 } },
      asOperator,
    );
    expect(await client.call('ProjectService', 'GetQuotas', { projectId: id }, asOperator)).toMatchObject({
      quotas: { endpoints: 1, replicasPerEndpoint: 2, gpus: 0 },
      use: { endpoints: 0, gpus: 0 },
    });
    expect(
      await refusalOf(client.call('ProjectService', 'GetProject', { projectId: id }, mine)),
    ).toMatchObject({ reason: 'project.not_found' });
    expect(await client.call('TokenService', 'GetMe', {}, mine)).toMatchObject({
      kind: 'token',
      projectId: project.id,
      role: 'ROLE_OWNER',
    });
    const group = await client.call(
      'SecurityGroupService',
      'CreateSecurityGroup',
      { name: 'office', rules: [{ cidr: '10.0.0.0/8', ports: [443] }] },
      mine,
    );
    const read = { securityGroupId: group.securityGroup.id };
    expect(await client.call('SecurityGroupService', 'GetSecurityGroup', read, mine)).toMatchObject({
      securityGroup: { name: 'office', rules: [{ cidr: '10.0.0.0/8', ports: [443] }] },
    });
    await client.call('SecurityGroupService', 'DeleteSecurityGroup', read, mine);
    const { hardware } = await client.call('CatalogService', 'ListHardware', {}, mine);
    expect(hardware[0]).toMatchObject({ id: 'cpu-1x', gpuCount: 0 });
    const { frameworks } = await client.call('CatalogService', 'ListFrameworks', {}, mine);
    expect(frameworks.length).toBeGreaterThan(1);
  });
});
