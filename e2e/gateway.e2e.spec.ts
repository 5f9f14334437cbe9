// The request path as callers meet it: the official client, many at once, callers that hang up, bytes that are no requests.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import OpenAI from 'openai';
import { isSettled, replicas, until, update } from './endpoints.ts';
import { type Answer, call, saidIn, saidInStream } from './gateway/calls.ts';
import { engineHas, gaugesOf } from './gateway/gauges.ts';
import { hangUp } from './gateway/hang-ups.ts';
import { Asking, ended, invocation } from './gateway/invocations.ts';
import { MALFORMED } from './gateway/malformed.ts';
import { say } from './gateway/raw.ts';
import { Platform, eventually } from './platform.ts';
import { SteadyLoad } from './steady-load.ts';

const run = promisify(execFile);
let platform: Platform;

const double = async (spec: Record<string, unknown>): Promise<string> => {
  const made = await platform.create({
    model: 'demo/double',
    framework: 'engine-double',
    hardware: 'cpu-1x',
    ...spec,
  });
  await until(platform, made.id, ({ state }) => state === 'running');
  return made.id;
};
const ONE = { minReplicas: 1, maxReplicas: 1, rules: [{ metric: 'concurrency', target: 2000 }] };
const INSTANT = { ttftMs: 0, tokensPerSecond: 0, tokens: 1 };

beforeAll(async () => {
  platform = await Platform.start();
}, 150_000);
afterAll(async () => {
  await platform.stop();
}, 90_000);

const ask = (model: string, content: string, more: Record<string, unknown> = {}) =>
  call({
    url: platform.url,
    token: platform.token,
    body: { model, messages: [{ role: 'user', content }], ...more },
  });

/** A spec has an `Error` of its own, which those of fetch are not: the client would not know them. */
const fetchOfThisRealm: typeof fetch = (...asked) =>
  fetch(...asked).catch((error: unknown) => {
    const { name, message } = error as Error;
    throw Object.assign(new Error(message), { name });
  });

describe('the official client, with nothing changed but its address', () => {
  const messages = [{ role: 'user' as const, content: 'What wakes with the tide?' }];
  const model = 'hello';
  let client: OpenAI;
  beforeAll(() => {
    client = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: platform.token, fetch: fetchOfThisRealm });
  });

  it('lists models and retrieves one', async () => {
    const ids = [];
    for await (const { id, object } of client.models.list()) ids.push([id, object]);
    expect(ids).toContainEqual([model, 'model']);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model, object: 'model' });
    await expect(client.models.retrieve('nobody')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('chats, with usage and a request id of its own each time', async () => {
    const create = () =>
      client.chat.completions.create({ model, messages, max_completion_tokens: 8 }).withResponse();
    const [first, second] = [await create(), await create()];
    expect(first.data.choices[0]?.message.content).toBeTruthy();
    expect(first.data.usage?.completion_tokens).toBeGreaterThan(0);
    expect(first.request_id).toMatch(/^req-/);
    expect(second.request_id).not.toBe(first.request_id);
  });

  it('streams chats, through its helper too, with usage at the end', async () => {
    const stream = client.chat.completions.stream({
      model,
      messages,
      max_tokens: 8,
      stream_options: { include_usage: true },
    });
    let pieces = 0;
    for await (const { choices } of stream) if (choices[0]?.delta.content) pieces++;
    const whole = await stream.finalChatCompletion();
    expect(pieces).toBeGreaterThan(1);
    expect(whole.choices[0]?.message.content).toBeTruthy();
    expect(whole.usage?.completion_tokens).toBeGreaterThan(1);
  });

  it('completes, at once and in pieces', async () => {
    const wish = { model, prompt: 'The tide', max_tokens: 8, temperature: 0, seed: 7 };
    const whole = await client.completions.create(wish);
    let text = '';
    for await (const { choices } of await client.completions.create({ ...wish, stream: true }))
      text += choices[0]?.text ?? '';
    expect(whole.choices[0]?.text).toBeTruthy();
    expect(text).toBe(whole.choices[0]?.text);
  });

  it('embeds: base64 of its own accord, the same numbers when it asks for numbers', async () => {
    const wish = { model, input: ['low tide', 'high tide'] };
    const [packed, plain] = [
      await client.embeddings.create(wish),
      await client.embeddings.create({ ...wish, encoding_format: 'float' }),
    ];
    const [low, high] = packed.data.map(({ embedding }) => embedding);
    expect(low?.length).toBeGreaterThan(8);
    expect(low).not.toEqual(high);
    plain.data.forEach(({ embedding }, i) => {
      const other = packed.data[i]?.embedding ?? [];
      expect(other).toHaveLength(embedding.length);
      embedding.forEach((value, k) => {
        expect(other[k]).toBeCloseTo(value, 5);
      });
    });
  });

  it('throws its own errors, which know their request', async () => {
    const failed = (made: Promise<unknown>): Promise<unknown> => made.catch((error: unknown) => error);
    const stranger = new OpenAI({ baseURL: `${platform.url}/v1`, apiKey: 'tg_000000000000_no' });
    const errors = await Promise.all([
      failed(stranger.chat.completions.create({ model, messages })),
      failed(client.chat.completions.create({ model: 'nobody', messages })),
      failed(client.chat.completions.create({ model, messages: 'none' as never })),
      failed(client.chat.completions.create({ messages } as never)),
    ]);
    [
      OpenAI.AuthenticationError,
      OpenAI.NotFoundError,
      OpenAI.BadRequestError,
      OpenAI.BadRequestError,
    ].forEach((type, i) => {
      expect(errors[i]).toBeInstanceOf(type);
      expect((errors[i] as InstanceType<typeof OpenAI.APIError>).requestID).toMatch(/^req-/);
    });
    expect(errors[1]).toMatchObject({ code: 'model_not_found' });
  });

  it('has what fails tried again by its own retries, and hears of it without them', async () => {
    await double({ name: 'every-second', engineArguments: { ...INSTANT, errorRate: 0.5 }, scaling: ONE });
    const wish = { model: 'every-second', messages };
    for (let n = 0; n < 6; n++)
      expect((await client.chat.completions.create(wish)).choices[0]?.message.content).toBeTruthy();
    const once = client.withOptions({ maxRetries: 0 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => once.chat.completions.create(wish)),
    );
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(failures).toHaveLength(5);
    for (const failure of failures) expect(failure).toBeInstanceOf(OpenAI.InternalServerError);
  });

  it('is let go when it times out and when it aborts, and so is the engine', async () => {
    const slow = { ttftMs: 10, tokensPerSecond: 2, tokens: 200 };
    const id = await double({ name: 'slow', engineArguments: slow, scaling: ONE });
    const hasty = client.withOptions({ maxRetries: 0, timeout: 300 });
    await expect(hasty.chat.completions.create({ model: 'slow', messages })).rejects.toBeInstanceOf(
      OpenAI.APIConnectionTimeoutError,
    );
    const stream = await client.chat.completions.create({ model: 'slow', messages, stream: true });
    const pieces = [];
    for await (const piece of stream) {
      expect(await engineHas(platform, id)).toBe(1);
      if (pieces.push(piece) === 2) stream.controller.abort();
    }
    expect(pieces).toHaveLength(2);
    // Left alone it would go on for more than a minute.
    await eventually(async () => {
      expect(await engineHas(platform, id)).toBe(0);
    }, 3000);
  });
});

describe('a thousand streams at once', () => {
  const COUNT = 1000;
  /** Each lasts six seconds, so that all are open at the same time. */
  const TALK = { ttftMs: 1000, tokensPerSecond: 3, tokens: 16, maxNumSeqs: 2 * COUNT };

  it('come whole, each with its own answer', async () => {
    await double({ name: 'talker', engineArguments: TALK, scaling: ONE });
    const [url, token] = [platform.url, platform.token];
    let [open, most] = [0, 0];
    const streams = await Promise.all(
      Array.from({ length: COUNT }, async (_, n) => {
        const body = {
          model: 'talker',
          stream: true,
          messages: [{ role: 'user', content: `talk ${String(n)}` }],
        };
        const { status, text } = await call({
          url,
          token,
          body,
          begun: () => (most = Math.max(most, ++open)),
        });
        open--;
        return { n, status, ...saidInStream(text) };
      }),
    );
    expect(streams.filter(({ status, reason }) => status !== 200 || reason !== 'stop')).toEqual([]);
    expect(new Set(streams.map(({ id }) => id)).size).toBe(COUNT);
    expect(most).toBeGreaterThan(COUNT * 0.9);
    // The engine's words depend on the question: a few of them are asked again, alone.
    for (const { n, text } of streams.filter(({ n: number }) => number % 97 === 0))
      expect(saidIn((await ask('talker', `talk ${String(n)}`)).text).text).toBe(text);
    expect(new Set(streams.map(({ text }) => text)).size).toBeGreaterThan(10);
  }, 180_000);
});

describe('a thousand requests to an endpoint that sleeps', () => {
  const COUNT = 1000;
  const TARGET = 4;

  it('wake it once, are all answered, and come to the replica in the order in which they were made', async () => {
    const id = await double({
      name: 'sleeper',
      sleepMode: 'cold',
      engineArguments: { ...INSTANT, startMs: 1500 },
      scaling: {
        minReplicas: 0,
        maxReplicas: 1,
        idleTimeoutSeconds: 1,
        rules: [{ metric: 'concurrency', target: TARGET }],
      },
    });
    await until(platform, id, ({ state }) => state === 'sleeping', 60_000);
    // One that is still on its way out would be taken back.
    await eventually(async () => {
      expect(await replicas(platform, id)).toEqual([]);
    });
    const from = (await platform.events(id)).at(-1)?.position ?? 0;
    const [url, token] = [platform.url, platform.token];
    const answers: Promise<Answer>[] = [];
    for (let n = 0; n < COUNT; n++)
      // The next one begins when this one is on its way.
      await new Promise<void>((sent) => {
        const body = { model: 'sleeper', messages: [{ role: 'user', content: `wake ${String(n)}` }] };
        answers.push(call({ url, token, body, sent }));
      });
    const all = await Promise.all(answers);
    expect(all.filter(({ status }) => status !== 200)).toEqual([]);
    const events = (await platform.events(id)).filter(({ position }) => position > from);
    const wakes = events.filter(({ type, data }) => type === 'ScaleDecided' && data['from'] === 0);
    expect(wakes).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'ReplicaRequested')).toHaveLength(1);
    const places = all.map(({ text }) => saidIn(text).number);
    expect(new Set(places).size).toBe(COUNT);
    const first = Math.min(...places);
    // So many are let go together, and may overtake each other on their connections.
    const astray = places.map((place, n) => Math.abs(place - first - n));
    expect(Math.max(...astray)).toBeLessThanOrEqual(8 * TARGET);
  }, 180_000);
});

describe('callers that hang up', () => {
  const CALLERS = 360;

  it('leave nothing behind, whenever and however they do it', async () => {
    const talk = { ttftMs: 300, tokensPerSecond: 2, tokens: 200, maxNumSeqs: 1000 };
    const id = await double({ name: 'left', engineArguments: talk, scaling: ONE });
    const line = { url: platform.url, token: platform.token, model: 'left' };
    let most = 0;
    const callers = Array.from({ length: CALLERS }, async (_, n) => {
      await pause((n * 7) % 500);
      await hangUp(line, n, (n * 131) % 1500);
    });
    const watching = (async () => {
      for (let n = 0; n < 10; n++, await pause(150))
        most = Math.max(most, (await gaugesOf(platform)).inFlight);
    })();
    await Promise.all([...callers, watching]);
    expect(most).toBeGreaterThan(CALLERS / 10);
    await eventually(async () => {
      expect(await gaugesOf(platform)).toEqual({ inFlight: 0, waiting: 0 });
      expect(await engineHas(platform, id)).toBe(0);
    }, 5000);
    const after = await ask('left', 'still there?', { max_tokens: 1 });
    expect(after.status).toBe(200);
  }, 60_000);
});

describe('bytes that are no requests', () => {
  let whose: { path: string; token: string; model: string };
  beforeAll(async () => {
    await double({ name: 'target', engineArguments: INSTANT, scaling: ONE });
    whose = { path: '/v1/chat/completions', token: platform.token, model: 'target' };
  });
  /** How many requests the replica has had. */
  const reached = async (): Promise<number> => {
    const { status, text } = await ask('target', 'count');
    expect(status).toBe(200);
    return saidIn(text).number;
  };

  it.each(Object.entries(MALFORMED))(
    '%s: refused, and nothing of it reaches a replica',
    async (_what, make) => {
      const before = await reached();
      const { statuses, closed, text } = await say(platform.url, make(whose));
      expect(statuses.filter((status) => status < 400)).toEqual([]);
      expect({ closed, text: text.slice(0, 200) }).toMatchObject({ closed: true });
      expect(await reached()).toBe(before + 1);
    },
  );

  it('would be noticed: what they hide is answered when it is not hidden', async () => {
    const before = await reached();
    const body = JSON.stringify({ model: 'target', messages: [{ role: 'user', content: 'plain' }] });
    const headers = [
      'Host: a',
      `Authorization: Bearer ${whose.token}`,
      `Content-Length: ${String(body.length)}`,
    ];
    const { statuses } = await say(
      platform.url,
      [`POST ${whose.path} HTTP/1.1`, ...headers, '', body].join('\r\n'),
    );
    expect(statuses).toEqual([200]);
    expect(await reached()).toBe(before + 2);
  });
});

describe('an endpoint under load', () => {
  const FAST = { ttftMs: 20, tokensPerSecond: 100 };

  it('is rolled over to a new template and scaled down without a failure', async () => {
    const id = await double({
      name: 'rolled',
      engineArguments: FAST,
      scaling: { ...ONE, minReplicas: 2, maxReplicas: 2 },
    });
    await until(platform, id, isSettled);
    const load = new SteadyLoad({ url: platform.url, token: platform.token, model: 'rolled', perSecond: 60 });
    await pause(1000);
    const { revision } = await update(platform, id, { engineArguments: { ...FAST, tokens: 12 } });
    const rolled = await until(
      platform,
      id,
      (seen) => seen.templateRevision === revision && isSettled(seen),
      90_000,
    );
    expect(rolled.replicas.ready).toBe(2);
    await update(platform, id, { scaling: ONE });
    await until(platform, id, ({ replicas: { desired, ready } }) => desired === 1 && ready === 1, 60_000);
    await pause(1500);
    const tally = await load.stop();
    expect(tally).toMatchObject({ failed: 0, cut: 0, left: 0, failures: [] });
    expect(Object.keys(tally.byReplica).length).toBeGreaterThanOrEqual(4);
    expect(tally.streams).toBeGreaterThan(30);
  }, 180_000);
});

describe('asynchronous requests through kill -9 of whatever carries them', () => {
  const VICTIMS = ['gateway', 'nats', 'an engine'] as const;
  const MODEL = `demo/async-${String(process.pid)}`;

  const kill = async (victim: (typeof VICTIMS)[number]): Promise<void> => {
    if (victim === 'an engine') {
      const { stdout } = await run('pgrep', ['-f', `^\\S*node .*${MODEL}`]);
      for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL');
      return;
    }
    const before = await platform.pid(victim);
    process.kill(before, 'SIGKILL');
    await eventually(async () => {
      expect(await platform.pid(victim)).not.toBe(before);
    });
  };

  it('end in exactly one result each', async () => {
    const id = await double({
      name: 'later',
      model: MODEL,
      engineArguments: { ttftMs: 200, tokensPerSecond: 500 },
      scaling: ONE,
      async: { routes: ['/v1/chat/completions'], maxAttempts: 10 },
    });
    const asking = new Asking(platform, id, 50);
    await pause(1000);
    for (const victim of VICTIMS) {
      const before = asking.accepted.length;
      await kill(victim);
      // It is accepted again once whatever was killed is back.
      await eventually(() => {
        expect(asking.accepted.length).toBeGreaterThan(before + 10);
      }, 60_000);
    }
    const accepted = await asking.stop();
    const untilMs = performance.now() + 90_000;
    const outcomes = await Promise.all(
      accepted.map(async ({ id: one, words }) => ({ words, ...(await ended(platform, id, one, untilMs)) })),
    );
    const unanswered = outcomes.filter(({ state, deadLetter }) => state !== 'succeeded' && !deadLetter);
    expect(unanswered).toEqual([]);
    const good = outcomes.filter(({ state }) => state === 'succeeded');
    expect(good.filter(({ result, words }) => result?.usage.completion_tokens !== words)).toEqual([]);
    // What was interrupted was tried again, and what is over stays as it is.
    expect(good.some(({ attempts }) => attempts > 1)).toBe(true);
    expect(good.length).toBeGreaterThan(outcomes.length * 0.9);
    await pause(2000);
    for (const { id: one, state, attempts } of outcomes.filter((_, n) => n % 10 === 0))
      expect(await invocation(platform, id, one)).toMatchObject({ state, attempts });
  }, 240_000);
});
