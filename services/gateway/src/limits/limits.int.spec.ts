import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EndpointLimits, NO_LIMITS, type RateLimits } from '@tidegate/contracts';
import OpenAI from 'openai';
import { endpointRequested, replicaReady, token, updated } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, upstream } from '../upstream.spec-helper.ts';

const USAGE = { prompt_tokens: 30, completion_tokens: 70, total_tokens: 100 };
const NONE: EndpointLimits = { ...NO_LIMITS, replicaConcurrency: null };

let gateway: TestGateway;
let replica: Upstream;
let chat: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  replica = await upstream(answerWithUsage);
  gateway = await testGateway({ holdMs: 20_000 });
  chat = endpointRequested({ visibility: 'public' });
  id = chat.data.endpointId;
  gateway.feed(chat);
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const answerWithUsage: Handler = (_req, res) => {
  res
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ choices: [], usage: USAGE }));
};
const limited = (limits: Partial<EndpointLimits>) =>
  gateway.feed(updated(chat.data, { visibility: 'public', limits: { ...NONE, ...limits } }));
const ready = () => gateway.feed(replicaReady(chat.data, { port: replica.port }));
const issued = (limits: Partial<RateLimits>) => {
  const made = token(['invoke'], undefined, { limits });
  gateway.feed(made.issued);
  return { authorization: `Bearer ${made.text}` };
};
const call = (headers: Record<string, string> = {}, path = 'chat/completions') =>
  fetch(`${gateway.url}/api/d/${id}/${path}`, { method: 'POST', body: '{"messages":[]}', headers });
const limitsIn = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-ratelimit-')));
const answerOf = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string; type: string; message: string } };
  return { status: answer.status, ...error };
};

describe('an endpoint with a limit on requests', () => {
  beforeEach(() => {
    ready();
    limited({ requestsPerMinute: 2 });
  });

  it('takes so many, says with each what is left, and then when to come back', async () => {
    const [first, second, third] = [await call(), await call(), await call()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(limitsIn(first)).toEqual({
      'x-ratelimit-limit-requests': '2',
      'x-ratelimit-remaining-requests': '1',
      'x-ratelimit-reset-requests': '30s',
    });
    expect(limitsIn(third)).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
    expect(Number(third.headers.get('retry-after-ms'))).toBeGreaterThan(20_000);
    expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect(await answerOf(third)).toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'rate_limit_error',
      message: expect.stringContaining('At most 2 requests a minute'),
    });
    expect(replica.received).toHaveLength(2);
    expect(gateway.endpoint(id).traffic.errorsTotal).toBe(0);
  });

  it('speaks of its own limits alone, whatever a replica says of others', async () => {
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { 'X-RateLimit-Limit-Requests': '7', 'x-ratelimit-limit-images': '9' }).end('{}');
    };
    expect(limitsIn(await call())).toMatchObject({ 'x-ratelimit-limit-requests': '2' });
    expect(limitsIn(await call())).not.toHaveProperty('x-ratelimit-limit-images');
    limited({});
    expect(limitsIn(await call())).toEqual({
      'x-ratelimit-limit-requests': '7',
      'x-ratelimit-limit-images': '9',
    });
  });

  it('is understood by a stock client', async () => {
    const client = new OpenAI({ baseURL: `${gateway.url}/api/d/${id}/v1`, apiKey: 'none', maxRetries: 0 });
    const ask = () => client.chat.completions.create({ model: 'x', messages: [] });
    await Promise.all([ask(), ask()]);
    await expect(ask()).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  });

  it('applies a wider one at once', async () => {
    await Promise.all([call(), call()]);
    expect((await call()).status).toBe(429);
    limited({ requestsPerMinute: 60_000 });
    // As full as it was, which is empty, it gives one each millisecond.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await call()).status).toBe(200);
    limited({});
    const free = await call();
    expect([free.status, limitsIn(free)]).toEqual([200, {}]);
  });

  it('counts who waits for it to wake, and tells a stream that began before its answer', async () => {
    const silent = await testGateway({ silenceMs: 10, holdMs: 20_000 });
    silent.feed(
      chat,
      updated(chat.data, { visibility: 'public', limits: { ...NONE, requestsPerMinute: 1 } }),
    );
    const url = `${silent.url}/api/d/${id}/chat/completions`;
    const body = '{"messages":[],"stream":true}';
    const held = await fetch(url, { method: 'POST', body });
    expect(limitsIn(held)).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(429);
    await held.body?.cancel();
    await silent.close();
  });
});

describe('a token with limits', () => {
  it('has them at every endpoint, beside those of the endpoint', async () => {
    ready();
    const other = endpointRequested({ visibility: 'public', name: 'other' });
    gateway.feed(other, replicaReady(other.data, { port: replica.port }));
    limited({ requestsPerMinute: 100 });
    const mine = issued({ requestsPerMinute: 2 });
    expect(limitsIn(await call(mine))).toMatchObject({ 'x-ratelimit-limit-requests': '2' });
    const elsewhere = () =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: other.data.endpointId }),
        headers: mine,
      });
    expect([(await elsewhere()).status, (await elsewhere()).status]).toEqual([200, 429]);
    expect((await call(issued({ requestsPerMinute: 2 }))).status).toBe(200);
    expect(limitsIn(await call())).toMatchObject({ 'x-ratelimit-limit-requests': '100' });
  });

  it('of the model spends what answers have used, streams too, and when nobody says how many', async () => {
    ready();
    const mine = issued({ tokensPerMinute: 1000 });
    expect(limitsIn(await call(mine))).toEqual({
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '1000',
      'x-ratelimit-reset-tokens': '0s',
    });
    const left = async () => Number(limitsIn(await call(mine))['x-ratelimit-remaining-tokens']);
    expect(await left()).toBeLessThanOrEqual(902);
    replica.state.handler = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let n = 0; n < 300; n++) res.write('data: {"choices":[{"delta":{"content":"x"}}]}\n\n');
      res.end('data: [DONE]\n\n');
    };
    await (await call(mine)).text();
    expect(gateway.records.at(-1)).toMatchObject({
      promptTokens: -1,
      completionTokens: 300,
      tokensEstimated: true,
    });
    replica.state.handler = (_req, res) => {
      const usage = { ...USAGE, completion_tokens: 5000 };
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
    };
    await (await call(mine)).text();
    expect(gateway.records.at(-1)).toMatchObject({
      promptTokens: 30,
      completionTokens: 5000,
      tokensEstimated: false,
    });
    const refused = await call(mine);
    expect(await answerOf(refused)).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200);
    expect(replica.received).toHaveLength(4);
  });
});

describe('replicas that have so many requests at a time', () => {
  const held: (() => void)[] = [];
  const hold: Handler = (req, res, body) => {
    held.push(() => {
      answerWithUsage(req, res, body);
    });
  };

  beforeEach(() => {
    held.length = 0;
    replica.state.handler = hold;
  });

  it('never get more; the others wait in order, and count as waiting', async () => {
    ready();
    limited({ replicaConcurrency: 2 });
    const answers: Promise<Response>[] = [];
    for (let n = 0; n < 6; n++) {
      answers.push(call({}, `x?n=${String(n)}`));
      await eventually(() =>
        expect(gateway.endpoint(id).traffic).toMatchObject({
          inFlight: Math.min(n + 1, 2),
          waiting: Math.max(0, n - 1),
        }),
      );
    }
    expect(gateway.samplesOf(id).at(-1)).toMatchObject({ waiting: expect.any(Number) });
    expect(gateway.samplesOf(id).some(({ waiting }) => (waiting ?? 0) > 0)).toBe(true);
    for (let n = 0; n < 6; n++) {
      await eventually(() => expect(held.length).toBeGreaterThan(0));
      expect(replica.open.size).toBeLessThanOrEqual(2);
      held.shift()?.();
    }
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(replica.received.map(({ url }) => url)).toEqual(
      Array.from({ length: 6 }, (_, n) => `/x?n=${String(n)}`),
    );
  });

  it('have their places given back by callers who hang up', async () => {
    ready();
    limited({ replicaConcurrency: 1 });
    const gone = new AbortController();
    const first = fetch(`${gateway.url}/api/d/${id}/a`, { signal: gone.signal });
    await eventually(() => expect(held).toHaveLength(1));
    const second = call({}, 'b');
    await eventually(() => expect(gateway.endpoint(id).traffic.waiting).toBe(1));
    gone.abort();
    await expect(first).rejects.toThrow();
    await eventually(() => expect(held).toHaveLength(2));
    held[1]?.();
    expect((await second).status).toBe(200);
  });

  it('let a request wait as long as it may, and then say that they are busy', async () => {
    ready();
    limited({ replicaConcurrency: 1 });
    const first = call({}, 'a');
    await eventually(() => expect(held).toHaveLength(1));
    const refused = await call({ 'x-scale-up-timeout': '0' }, 'b');
    expect(await answerOf(refused)).toMatchObject({ status: 503, code: 'endpoint_busy' });
    expect(refused.headers.get('x-should-retry')).toBe('true');
    held[0]?.();
    await first;
  });

  it('get more as soon as the endpoint has a wider limit, and another replica takes its part', async () => {
    ready();
    limited({ replicaConcurrency: 1 });
    const answers = [1, 2, 3].map((n) => call({}, String(n)));
    await eventually(() => expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 1, waiting: 2 }));
    ready();
    await eventually(() => expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 2, waiting: 1 }));
    limited({ replicaConcurrency: 8 });
    await eventually(() => expect(held).toHaveLength(3));
    for (const end of held) end();
    await Promise.all(answers);
  });
});
