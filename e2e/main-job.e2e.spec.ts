import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import OpenAI from 'openai';
import { Webhook } from 'standardwebhooks';
import { billFromEvents } from './bill-from-events.ts';
import { Platform, eventually } from './platform.ts';

type Cost = { costNanoUsd: string; gpuMicroseconds: string; vcpuMillisMicroseconds: string };
type Created = { id: string; name: string };

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start({
    args: ['--simulate-gpus', '2xH100'],
    environment: { TIDEGATE_WEBHOOK_ALLOW_PRIVATE: 'true' },
  });
}, 150_000);
afterAll(async () => {
  await platform.stop();
}, 90_000);

const double = (spec: Record<string, unknown>): Record<string, unknown> => ({
  model: 'demo/double',
  framework: 'engine-double',
  hardware: 'cpu-1x',
  ...spec,
});

const chat = (endpoint: Created, content = 'hello') =>
  platform.openai().chat.completions.create({ model: endpoint.name, messages: [{ role: 'user', content }] });

describe('a platform that has just been started', () => {
  it('lists its models to the openai client', async () => {
    const models = await platform.openai().models.list();
    expect(models.data.map(({ id }) => id)).toContain('hello');
  });

  it('really generates text on the sample endpoint', async () => {
    const answer = await platform.openai().chat.completions.create({
      model: 'hello',
      messages: [{ role: 'user', content: 'Why did it scale?' }],
    });
    expect(answer.choices[0]?.message.content).toMatch(/replica/i);
    expect(answer.usage?.completion_tokens).toBeGreaterThan(5);
  });

  it('streams it, with usage at the end', async () => {
    const stream = await platform.openai().chat.completions.create({
      model: 'hello',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'How much does it cost?' }],
    });
    const [pieces, usages]: [string[], number[]] = [[], []];
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta.content;
      if (piece) pieces.push(piece);
      if (chunk.usage) usages.push(chunk.usage.total_tokens);
    }
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toMatch(/second/i);
    expect(usages).toHaveLength(1);
  });

  it('answers below /api/d/<id> as well, whatever model the body names', async () => {
    const { status, body } = await platform.ask<OpenAI.ChatCompletion>(
      'POST',
      `/api/d/${platform.sample.id}/chat/completions`,
      {
        model: 'something-else',
        messages: [{ role: 'user', content: 'Hello' }],
      },
    );
    expect([status, body.object]).toEqual([200, 'chat.completion']);
  });
});

describe('a caller who does something wrong', () => {
  it('gets the openai client’s typed errors', async () => {
    const wrongToken = platform.openai('tg_000000000000_nonsense').models.list();
    await expect(wrongToken).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const unknown = platform.openai().chat.completions.create({ model: 'nobody', messages: [] });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('gets 400 for bad JSON on an inference path, in the OpenAI shape, with a request id', async () => {
    const response = await fetch(`${platform.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' },
      body: '{"model": ',
    });
    const { error } = (await response.json()) as { error: { type: string; message: string } };
    expect([response.status, error.type]).toEqual([400, 'invalid_request_error']);
    expect(response.headers.get('x-request-id')).toMatch(/^req-/);
  });

  it.each([
    ['an unknown route', 'GET', '/v1/nothing-here', undefined, 404, 'route.not_found'],
    ['an unknown endpoint', 'GET', '/v1/endpoints/endpt-000000000000', undefined, 404, 'endpoint.not_found'],
    [
      'invalid fields',
      'POST',
      '/v1/endpoints',
      { name: '-x', scaling: { minReplicas: 3, maxReplicas: 1 } },
      400,
      'request.invalid',
    ],
  ])('gets problem details for %s on the control API', async (_what, method, path, body, status, code) => {
    const answer = await platform.ask(method, path, body);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.body['remedy']).toEqual(expect.any(String));
  });

  it('cannot send a body without end', async () => {
    const answer = await platform.ask('POST', '/v1/endpoints', { name: 'x'.repeat(2 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
  });

  it('is told nothing about another project’s endpoint', async () => {
    const operator = await platform.secret('operator-token');
    const project = await platform.ask<Created>('POST', '/v1/projects', { name: 'stranger' }, operator);
    const token = await platform.ask<{ token: string }>(
      'POST',
      `/v1/projects/${project.body.id}/tokens`,
      { name: 'theirs', scopes: ['read', 'write', 'invoke'] },
      operator,
    );
    const theirs = token.body.token;
    const [known, unknown] = await Promise.all([
      platform.ask('GET', `/v1/endpoints/${platform.sample.id}`, undefined, theirs),
      platform.ask('GET', '/v1/endpoints/endpt-000000000000', undefined, theirs),
    ]);
    expect([known.status, known.body['code']]).toEqual([unknown.status, unknown.body['code']]);
    const call = platform.openai(theirs).chat.completions.create({ model: 'hello', messages: [] });
    await expect(call).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });
});

describe('an endpoint under load', () => {
  let busy: Created;

  it('is created at once and becomes ready, which its webhook says, signed', async () => {
    const received: { headers: Record<string, string>; body: string }[] = [];
    const receiver = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => receiver.once('listening', resolve));
    const { port } = receiver.address() as AddressInfo;
    busy = await platform.create(
      double({
        name: 'busy',
        engineArguments: { ttftMs: 300, tokensPerSecond: 100 },
        scaling: {
          minReplicas: 0,
          maxReplicas: 3,
          idleTimeoutSeconds: 2,
          rules: [{ metric: 'concurrency', target: 4 }],
        },
        notifyWebhookUrl: `http://127.0.0.1:${String(port)}/hook`,
      }),
    );
    await eventually(async () => {
      expect(await platform.state(busy.id)).toBe('running');
    });
    const [hook] = await eventually(() => {
      expect(received).toHaveLength(1);
      return received;
    });
    receiver.close();
    const { secret } = await platform.get<{ secret: string }>('/v1/webhook-secret');
    expect(new Webhook(secret).verify(hook?.body ?? '', hook?.headers ?? {})).toMatchObject({
      type: 'endpoint.ready',
      data: { endpointId: busy.id },
    });
  });

  it('scales out, and the event says why', async () => {
    // It may have fallen asleep meanwhile: one caller wakes one replica.
    await chat(busy);
    let enough = false;
    const callers = Array.from({ length: 12 }, async () => {
      let answered = 0;
      while (!enough) if ((await chat(busy)).choices[0]?.message.content) answered++;
      return answered;
    });
    const outward = await eventually(async () => {
      const events = (await platform.events(busy.id)).filter(
        ({ type, data }) =>
          type === 'ScaleDecided' && data['cause'] === 'load' && Number(data['to']) > Number(data['from']),
      );
      expect(events.at(-1)?.data).toMatchObject({ to: 3 });
      return events;
    }).finally(() => (enough = true));
    const answered = await Promise.all(callers);
    expect(answered.every((count) => count > 0)).toBe(true);
    expect(outward[0]?.data).toMatchObject({ from: 1, inputs: { current: 1 } });
    for (const { data } of outward)
      expect(data['text']).toMatch(
        new RegExp(
          `^${String(data['from'])} → ${String(data['to'])}: .*(slots busy|too few answered yet).*4 slots a replica`,
        ),
      );
  });

  it('goes to sleep when nobody calls', async () => {
    await eventually(async () => {
      expect(await platform.state(busy.id)).toBe('sleeping');
      // Asleep to the last replica: until then one of them may still answer.
      const events = await platform.events(busy.id);
      const count = (wanted: string): number => events.filter(({ type }) => type === wanted).length;
      expect(count('ReplicaStopped')).toBe(count('ReplicaRequested'));
    }, 90_000);
  });

  it('wakes exactly once for a hundred callers at once, and answers them all', async () => {
    const before = (await platform.events(busy.id)).at(-1)?.position ?? 0;
    const answers = await Promise.all(Array.from({ length: 100 }, () => chat(busy)));
    expect(answers.filter(({ choices }) => choices[0]?.message.content)).toHaveLength(100);
    const since = (await platform.events(busy.id)).filter(({ position }) => position > before);
    const wakes = since.filter(({ type, data }) => type === 'ScaleDecided' && data['from'] === 0);
    expect(wakes.map(({ data }) => data['cause'])).toEqual(['wake']);
    expect(since.filter(({ type }) => type === 'ReplicaRequested').length).toBeLessThanOrEqual(3);
  });

  it('carries one correlation from the wake’s decision to its replicas, new or taken back', async () => {
    const events = await platform.events(busy.id);
    const wake = events.findLast(({ type, data }) => type === 'ScaleDecided' && data['cause'] === 'wake');
    const started = events.filter(
      ({ type, correlationId }) =>
        (type === 'ReplicaRequested' || type === 'ReplicaResumed') && correlationId === wake?.correlationId,
    );
    expect(started.length).toBeGreaterThan(0);
  });

  it('costs exactly what its events say, to the microsecond', async () => {
    expect(await platform.ask('POST', `/v1/endpoints/${busy.id}/stop`)).toMatchObject({ status: 202 });
    await eventually(async () => {
      expect(await platform.state(busy.id)).toBe('stopped');
    });
    const rates = await platform.all<{ sku: string; priceNanoUsdPerHour: string }>('/v1/rates');
    const price = new Map(rates.map(({ sku, priceNanoUsdPerHour }) => [sku, BigInt(priceNanoUsdPerHour)]));
    const expected = billFromEvents(await platform.events(busy.id), price);
    await eventually(async () => {
      const cost = await platform.get<Cost>(`/v1/endpoints/${busy.id}/cost`);
      expect(cost).toMatchObject({
        costNanoUsd: String(expected.costNanoUsd),
        vcpuMillisMicroseconds: String(expected.vcpuMillisMicroseconds),
        gpuMicroseconds: String(expected.gpuMicroseconds),
      });
    });
    expect(expected.costNanoUsd).toBeGreaterThan(0n);
  });

  it('still has the log lines of replicas that are gone', async () => {
    const { items: replicas } = await platform.get<{ items: { id: string; state: string }[] }>(
      `/v1/endpoints/${busy.id}/replicas?stopped=true`,
    );
    expect(replicas.every(({ state }) => state === 'stopped')).toBe(true);
    const logs = await platform.get<{ lines: { replicaId: string; text: string }[] }>(
      `/v1/endpoints/${busy.id}/logs?lines=100&replica=${replicas[0]?.id ?? ''}`,
    );
    expect(logs.lines.some(({ text }) => text.includes('engine-double ready'))).toBe(true);
  });
});

describe('an endpoint on simulated GPUs', () => {
  it('says so wherever it shows, and is billed for GPU time', async () => {
    const endpoint = await platform.create(
      double({ name: 'pretend', hardware: 'h100-1x', scaling: { minReplicas: 1, maxReplicas: 1 } }),
    );
    await eventually(async () => {
      expect(await platform.state(endpoint.id)).toBe('running');
    });
    const nodes = await platform.all<{ simulated: boolean }>('/v1/nodes');
    const replicas = await platform.all<{ simulated: boolean }>(`/v1/endpoints/${endpoint.id}/replicas`);
    expect([...nodes, ...replicas].map(({ simulated }) => simulated)).toEqual([true, true]);
    await pause(1000);
    const cost = await platform.get<Cost & { lines: { simulated: boolean }[] }>(
      `/v1/endpoints/${endpoint.id}/cost`,
    );
    expect(Number(cost.gpuMicroseconds)).toBeGreaterThan(500_000);
    expect(cost.lines.map(({ simulated }) => simulated)).toEqual([true]);
    const deleted = await platform.ask('DELETE', `/v1/endpoints/${endpoint.id}`, { confirm: 'pretend' });
    expect(deleted.status).toBeLessThan(300);
    await eventually(async () => {
      const gone = await platform.ask('POST', `/api/d/${endpoint.id}/chat/completions`, { messages: [] });
      expect(gone.status).toBe(410);
    });
  });
});

describe('an asynchronous call', () => {
  it('is queued, wakes its endpoint, and keeps its result', async () => {
    const response = await fetch(`${platform.url}/api/d/${platform.sample.id}/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${platform.token}`,
        'content-type': 'application/json',
        prefer: 'respond-async',
      },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(response.status).toBe(202);
    const { request_id: id } = (await response.json()) as { request_id: string };
    await eventually(async () => {
      const { body } = await platform.ask('GET', `/api/d/${platform.sample.id}/requests/${id}`);
      expect(body).toMatchObject({ state: 'succeeded', status: 200 });
    });
  });
});

describe('a crash-looping endpoint', () => {
  it('fails with the cause and its last words, and costs nothing', async () => {
    const endpoint = await platform.create(
      double({
        name: 'broken',
        engineArguments: { outOfMemory: 'start' },
        scaling: { minReplicas: 1, maxReplicas: 1 },
      }),
    );
    await eventually(async () => {
      const { state, reason } = await platform.get<{
        state: string;
        reason: { code: string; message: string };
      }>(`/v1/endpoints/${endpoint.id}`);
      expect(state).toBe('deploy_failed');
      expect(reason.code).toMatch(/out_of_gpu_memory/);
    }, 90_000);
    const { costNanoUsd } = await platform.get<Cost>(`/v1/endpoints/${endpoint.id}/cost`);
    expect(costNanoUsd).toBe('0');
  }, 120_000);
});

describe('everything that was logged meanwhile', () => {
  it('holds no secret', async () => {
    const logs = await platform.logs();
    expect(logs.length).toBeGreaterThan(1000);
    const secrets = [
      platform.token,
      ...(await Promise.all(
        (['operator-token', 'nats-token', 'postgres-password', 'secret-key'] as const).map((name) =>
          platform.secret(name),
        ),
      )),
    ];
    for (const secret of secrets) expect(logs.includes(secret)).toBe(false);
  });
});

describe('Ctrl-C', () => {
  it('ends everything in order and leaves no process', async () => {
    const pids = await Promise.all(
      [
        'api',
        'gateway',
        'scheduler',
        'scaler',
        'billing',
        'logs',
        'metrics',
        'notifier',
        'agent',
        'nats',
        'postgres',
      ].map((name) => platform.pid(name)),
    );
    expect(await platform.stop()).toBe(0);
    const left = pids.filter((pid) => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        return false;
      }
    });
    expect(left).toEqual([]);
  }, 90_000);
});
