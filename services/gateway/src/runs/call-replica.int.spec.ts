import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { NO_LIMITS } from '@tidegate/contracts';
import { endpointRequested, replicaReady } from '../events.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import type { Stored } from '../invocations/invocation-row.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';
import { CallReplica } from './call-replica.gateway.ts';

let gateway: TestGateway;
let replica: Upstream;
beforeEach(async () => {
  replica = await upstream((_req, res) => {
    res
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"usage":{"prompt_tokens":30,"completion_tokens":70}}');
  });
  gateway = await testGateway();
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

it('takes what a run uses of a model from its endpoint’s limit', async () => {
  const limits = { ...NO_LIMITS, replicaConcurrency: null, tokensPerMinute: 6000 };
  const chat = endpointRequested({ limits });
  gateway.feed(chat, replicaReady(chat.data, { port: replica.port }));
  const endpoint = gateway.endpoint(chat.data.endpointId);
  const left = (): number => {
    const lines = gateway.tables.limiter
      .allowance(endpoint.configured.rateLimits ?? [], performance.now())
      .headers(performance.now());
    return Number(/x-ratelimit-remaining-tokens: (\d+)/.exec(lines)?.[1]);
  };
  expect(left()).toBe(6000);
  const { projectId } = endpoint;
  const invoked = {
    id: 'inv-0123456789ab',
    projectId,
    path: '/v1/chat/completions',
    contentType: 'application/json',
  };
  const body = Buffer.from('{"model":"any","messages":[]}');
  const { result } = new CallReplica(gateway.means, gateway.tables, gateway.accessLog).begin(
    endpoint,
    invoked as Stored,
    body,
  );
  expect(await result).toMatchObject({ kind: 'answered', status: 200 });
  // A hundred come back each second.
  expect(left()).toBeLessThan(6000);
  expect(JSON.parse(replica.received[0]!.body)).toMatchObject({ model: chat.data.spec.model });
  expect(gateway.records).toMatchObject([
    {
      requestId: invoked.id,
      path: `/api/d/${endpoint.id}/v1/chat/completions`,
      outcome: 'answered',
      status: 200,
      endpointId: endpoint.id,
      projectId: endpoint.projectId,
      replicaId: expect.stringMatching(/^repl-/),
      bytesIn: body.length,
      promptTokens: 30,
      completionTokens: 70,
      attempts: 1,
    },
  ]);
});
