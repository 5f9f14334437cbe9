import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayReport } from '@tidegate/contracts';
import { SUBJECTS } from '@tidegate/contracts';
import { Bus, Db } from '@tidegate/eventing/nest';
import { sql } from '@tidegate/eventing';
import OpenAI from 'openai';
import {
  GROUP,
  PROJECT,
  asynchronous,
  domainVerified,
  endpointRequested,
  groupSaved,
  recorded,
  replicaDraining,
  replicaReady,
  replicaStopped,
  rolloutFinished,
  rolloutStarted,
  token,
  updated,
} from './events.spec-helper.ts';
import { engineDouble, testPlatform } from './platform.spec-helper.ts';
import { type Upstream, upstream } from './upstream.spec-helper.ts';

type Platform = Awaited<ReturnType<typeof testPlatform>>;
type Engine = Awaited<ReturnType<typeof engineDouble>>;

const mine = token();
const chat = endpointRequested({ name: 'chat', async: asynchronous('/v1/chat/completions') });
const [first, second] = ['repl-000000000001', 'repl-000000000002'] as const;
const MESSAGES = [{ role: 'user' as const, content: 'hello' }];

let platform: Platform;
let engine: Engine;
let client: OpenAI;

const ask = (path: string, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) =>
  fetch(`${platform.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${mine.text}`, 'content-type': 'application/json', ...init.headers },
  });

beforeAll(async () => {
  [platform, engine] = await Promise.all([
    testPlatform({ holdMs: 5000, silenceMs: 100, keepAliveMs: 50 }),
    engineDouble('--model', 'owner/tiny', '--ttft-ms', '5', '--tokens-per-second', '500', '--tokens', '20'),
  ]);
  client = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: mine.text });
  await platform.append(
    recorded('ProjectCreated', { projectId: PROJECT, name: 'demo-project' }),
    mine.issued,
    chat,
    replicaReady(chat.data, { replicaId: first, port: engine.port }),
  );
  await platform.eventually(() => {
    expect(platform.tables.routing.endpoint(chat.data.endpointId)?.ready).toHaveLength(1);
  });
}, 60_000);
afterAll(async () => {
  await platform.close();
  await engine.stop();
});

describe('the official client', () => {
  it('lists models', async () => {
    const models = await client.models.list();
    expect(models.data).toMatchObject([{ id: 'chat', owned_by: 'demo-project' }]);
    expect((await client.models.retrieve('chat')).id).toBe('chat');
  });

  it('chats, by the endpoint’s name, its id and its own URL', async () => {
    for (const [baseURL, model] of [
      [`${platform.url}/v1`, 'chat'],
      [`${platform.url}/v1`, chat.data.endpointId],
      [`${platform.url}/api/d/${chat.data.endpointId}`, 'whatever'],
      [`${platform.url}/api/d/${chat.data.endpointId}/v1`, 'whatever'],
    ] as const) {
      const { data, request_id } = await new OpenAI({ baseURL, apiKey: mine.text }).chat.completions
        .create({ model, messages: MESSAGES })
        .withResponse();
      expect(data.choices[0]?.message.content).toBeTruthy();
      expect(request_id).toMatch(/^req-/);
    }
  });

  it('streams, usage included', async () => {
    const stream = await client.chat.completions.create({
      model: 'chat',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
    });
    let [text, tokens] = ['', 0];
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      tokens = chunk.usage?.completion_tokens ?? tokens;
    }
    expect(text).toBeTruthy();
    expect(tokens).toBe(20);
  });

  it('embeds', async () => {
    const { data } = await client.embeddings.create({ model: 'chat', input: ['a', 'b'] });
    expect(data).toHaveLength(2);
    expect(typeof data[0]?.embedding[0]).toBe('number');
  });

  it('gets its typed errors', async () => {
    const failure = async (make: () => Promise<unknown>) =>
      make().then(
        () => undefined,
        (error: unknown) => error,
      );
    const create = (model: string, by = client) => by.chat.completions.create({ model, messages: MESSAGES });
    expect(await failure(() => create('nobody'))).toBeInstanceOf(OpenAI.NotFoundError);
    expect(await failure(() => create('nobody'))).toMatchObject({ code: 'model_not_found', param: 'model' });
    const forged = new OpenAI({ baseURL: client.baseURL, apiKey: 'tg_000000000000_x', maxRetries: 0 });
    expect(await failure(() => create('chat', forged))).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(await failure(() => client.post('/chat/completions', { body: { messages: [] } }))).toBeInstanceOf(
      OpenAI.BadRequestError,
    );
    const engineSays = await failure(() => client.embeddings.create({ model: 'chat', input: 7 as never }));
    expect(engineSays).toBeInstanceOf(OpenAI.BadRequestError);
  });

  it('stops the engine when it leaves a stream', async () => {
    const running = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${String(engine.port)}/metrics`)).text();
      return Number(/^vllm:num_requests_running(?:\{.*\})? (\d+)/m.exec(text)?.[1]);
    };
    const stream = await client.chat.completions.create({
      model: 'chat',
      messages: MESSAGES,
      stream: true,
      max_completion_tokens: 50_000,
    });
    for await (const chunk of stream) if (chunk.choices.length > 0) break;
    await platform.eventually(async () => {
      expect(await running()).toBe(0);
      expect(platform.tables.routing.endpoint(chat.data.endpointId)?.traffic.inFlight).toBe(0);
    }, 1000);
  });

  it('waits through a wake without noticing, streaming or not', async () => {
    const asleep = endpointRequested({ name: 'asleep' });
    await platform.append(asleep);
    await platform.eventually(() => {
      expect(platform.tables.routing.endpoint(asleep.data.endpointId)).toBeDefined();
    });
    const plain = client.chat.completions.create({ model: 'asleep', messages: MESSAGES });
    const streamed = client.chat.completions.create({ model: 'asleep', messages: MESSAGES, stream: true });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await platform.append(replicaReady(asleep.data, { port: engine.port }));
    expect((await plain).choices[0]?.message.content).toBeTruthy();
    let text = '';
    for await (const chunk of await streamed) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBeTruthy();
  });
});

describe('what others decide by', () => {
  it('is said on the bus: traffic, and when a draining replica is empty', async () => {
    const bus = platform.control.get(Bus);
    const samples: { endpointId: string; metrics: Record<string, number> }[] = [];
    const reports: GatewayReport[] = [];
    const following = bus.followSignals('MetricSampled', { sinceSeconds: 60 }, (data) => samples.push(data));
    const unlisten = bus.listen(SUBJECTS.gatewayReport, (data) => reports.push(data as GatewayReport));
    const drained = endpointRequested({ name: 'drained' });
    await platform.append(
      drained,
      replicaReady(drained.data, { replicaId: second, port: engine.port }),
      replicaDraining(drained.data, second),
    );
    await platform.eventually(() => {
      expect(reports.at(-1)).toMatchObject({ draining: { [second]: 0 } });
      expect(reports.at(-1)?.position).toBeGreaterThan(0);
      const ofChat = samples.filter(({ endpointId }) => endpointId === chat.data.endpointId);
      expect(ofChat.at(-1)?.metrics).toMatchObject({ in_flight: 0, waiting: 0 });
      expect(ofChat.at(-1)?.metrics['requests_total']).toBeGreaterThan(5);
    });
    await platform.append(replicaStopped(drained.data, second));
    await platform.eventually(() => {
      expect(reports.at(-1)?.draining).toEqual({});
    });
    following.stop();
    unlisten();
  });

  it('reaches the gateway: a revoked token opens nothing within a second', async () => {
    const brief = token();
    await platform.append(brief.issued);
    const status = async () =>
      (await ask('/v1/models', { headers: { authorization: `Bearer ${brief.text}` } })).status;
    await platform.eventually(async () => expect(await status()).toBe(200));
    await platform.append(brief.revoked());
    await platform.eventually(async () => expect(await status()).toBe(401), 1000);
  });
});

describe('a change of the configuration', () => {
  it('reaches the gateway: whom a security group allows within a second, and back', async () => {
    const guarded = endpointRequested({ name: 'guarded', securityGroups: [GROUP] });
    await platform.append(
      groupSaved([{ cidr: '127.0.0.0/8', ports: [] }]),
      guarded,
      replicaReady(guarded.data, { port: engine.port }),
    );
    const status = async () => {
      const answer = await ask(`/api/d/${guarded.data.endpointId}/health`);
      await answer.text();
      return answer.status;
    };
    await platform.eventually(async () => expect(await status()).toBe(200));
    await platform.append(groupSaved([{ cidr: '10.0.0.0/8', ports: [] }]));
    await platform.eventually(async () => expect(await status()).toBe(403), 1000);
    await platform.append(updated(guarded.data, { name: 'guarded' }));
    await platform.eventually(async () => expect(await status()).toBe(200), 1000);
  });

  it('is rolled out: each replica is asked for its own model, and a domain leads to both', async () => {
    const rolled = endpointRequested({ name: 'rolled' });
    const newer = await engineDouble('--model', 'owner/newer', '--tokens', '5');
    const [old, young] = [
      replicaReady(rolled.data, { port: engine.port }),
      replicaReady(rolled.data, { port: newer.port, template: 2 }),
    ];
    const host = 'rolled.example.com';
    await platform.append(
      rolled,
      old,
      updated(rolled.data, { name: 'rolled', model: 'owner/newer', customDomains: [host] }, { template: 2 }),
      rolloutStarted(rolled.data, 2),
      domainVerified(rolled.data, host),
      young,
    );
    const { routing } = platform.tables;
    await platform.eventually(() => {
      expect(routing.ofHost(host)?.ready).toHaveLength(2);
    });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        client.chat.completions.create({ model: 'rolled', messages: MESSAGES }),
      ),
    );
    expect(new Set(answers.map(({ model }) => model))).toEqual(new Set(['owner/tiny', 'owner/newer']));
    await platform.append(replicaDraining(rolled.data, old.data.replicaId), rolloutFinished(rolled.data, 2));
    await platform.eventually(() => {
      expect(routing.endpoint(rolled.data.endpointId)).toMatchObject({ rollout: undefined });
    });
    const last = await client.chat.completions.create({ model: 'rolled', messages: MESSAGES });
    expect(last.model).toBe('owner/newer');
    await newer.stop();
  });
});

describe('a request to be answered later', () => {
  const invoke = async (path: string, body: string): Promise<string> => {
    const answer = await ask(path, { method: 'POST', body, headers: { prefer: 'respond-async' } });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as { status_url: string }).status_url;
  };
  const settled = (url: string) =>
    platform.eventually(async () => {
      const view = (await (await ask(url)).json()) as { state: string; result?: unknown };
      expect(['succeeded', 'failed']).toContain(view.state);
      return view;
    });

  it('is run, and its result kept to be read', async () => {
    const url = await invoke(
      `/api/d/${chat.data.endpointId}/chat/completions`,
      JSON.stringify({ messages: MESSAGES }),
    );
    const view = await settled(url);
    expect(view).toMatchObject({ state: 'succeeded', status: 200, attempts: 1, error: null });
    expect(view.result).toMatchObject({ object: 'chat.completion', model: 'owner/tiny' });
  });

  it('wakes its endpoint, and fails for good when the replica refuses it', async () => {
    const later = endpointRequested({ name: 'later', async: asynchronous('/nothing-here') });
    await platform.append(later);
    await platform.eventually(() => {
      expect(platform.tables.routing.endpoint(later.data.endpointId)).toBeDefined();
    });
    const url = await invoke(`/api/d/${later.data.endpointId}/nothing-here`, '{}');
    await platform.eventually(() => {
      expect(platform.tables.routing.endpoint(later.data.endpointId)?.traffic.backlog).toBe(1);
    });
    await platform.append(replicaReady(later.data, { port: engine.port }));
    expect(await settled(url)).toMatchObject({ state: 'failed', status: 404 });
  });

  it('is tried again while the replica fails, and its result is kept once however often it is delivered', async () => {
    let tries = 0;
    const flaky: Upstream = await upstream((_req, res) => {
      if (++tries < 2) res.writeHead(500).end('not yet');
      else res.writeHead(200, { 'content-type': 'text/plain' }).end('at last');
    });
    const weak = endpointRequested({ name: 'weak', async: asynchronous('/work') });
    await platform.append(weak, replicaReady(weak.data, { port: flaky.port }));
    await platform.eventually(() => {
      expect(platform.tables.routing.endpoint(weak.data.endpointId)?.ready).toHaveLength(1);
    });
    const url = await invoke(`/api/d/${weak.data.endpointId}/work`, 'x');
    expect(await settled(url)).toMatchObject({ state: 'succeeded', attempts: 2, resultText: 'at last' });
    const invocationId = url.slice(url.lastIndexOf('/') + 1);
    await platform.gateway.get(Bus).signal('InvocationQueued', {
      invocationId,
      endpointId: weak.data.endpointId,
      projectId: PROJECT,
      method: 'POST',
      path: '/work',
      contentType: '',
      bodyBase64: '',
      queuedAtUs: 1,
      expiresAtUs: Number.MAX_SAFE_INTEGER,
      target: null,
      maxAttempts: 6,
      resultTtlSeconds: 60,
      webhookUrl: null,
      replayOf: null,
    });
    await platform.eventually(async () => {
      const taken = await platform.gateway
        .get(Db)
        .query(sql`select 1 from invocations where id = ${invocationId} and off_queue`);
      expect(taken).toHaveLength(1);
    });
    expect(tries).toBe(2);
    expect(await settled(url)).toMatchObject({ attempts: 2 });
    await flaky.close();
  });
});
