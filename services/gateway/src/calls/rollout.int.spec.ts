import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  endpointRequested,
  replicaDraining,
  replicaReady,
  replicaStopped,
  rolloutFinished,
  rolloutShifted,
  rolloutStarted,
  token,
  updated,
} from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, closedPort, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };
const [OLD, NEW] = ['owner/tiny', 'owner/new'] as const;
const MODELS: Readonly<Record<number, string>> = { 1: OLD, 2: NEW };

/** An engine that knows one model, as engines do; it answers slowly, in pieces where it is asked for a stream. */
const engineOf =
  (model: string): Handler =>
  (_req, res, body) => {
    const asked = JSON.parse(body) as { model: string; stream?: boolean; pieces?: number };
    if (asked.model !== model) {
      res.writeHead(404).end(`{"error":{"code":"no ${asked.model} here"}}`);
      return;
    }
    if (asked.stream !== true) {
      setTimeout(() => res.writeHead(200).end(JSON.stringify({ model })), 3);
      return;
    }
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    let left = asked.pieces ?? 5;
    const timer = setInterval(() => {
      if (left-- > 0) res.write(`data: ${JSON.stringify({ model })}\n\n`);
      else res.end('data: [DONE]\n\n');
    }, 2);
    res.on('close', () => {
      clearInterval(timer);
    });
  };

type Started = { replicaId: string; template: number; engine: Upstream };

let gateway: TestGateway;
let chat: ReturnType<typeof endpointRequested>;
let id: string;
let started: Started[];

beforeEach(async () => {
  gateway = await testGateway({ holdMs: 500 });
  chat = endpointRequested({ name: 'chat', model: OLD });
  id = chat.data.endpointId;
  started = [];
  gateway.feed(mine.issued, chat);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(started.map(({ engine }) => engine.close()));
});

/** What the platform does for a new replica, and for one that must go. */
const start = async (template: number, handler = engineOf(MODELS[template]!)): Promise<Started> => {
  const engine = await upstream(handler);
  const ready = replicaReady(chat.data, { port: engine.port, template });
  gateway.feed(ready);
  const replica = { replicaId: ready.data.replicaId, template, engine };
  started.push(replica);
  return replica;
};
/** The replica is killed, connections and all, as soon as the gateway has said that nothing is left there. */
const drain = async ({ replicaId, engine }: Started): Promise<void> => {
  const draining = replicaDraining(chat.data, replicaId);
  gateway.feed(draining);
  await eventually(() => {
    const report = gateway.reports.at(-1);
    expect(report?.position).toBeGreaterThanOrEqual(draining.position);
    expect(report?.draining[replicaId]).toBe(0);
  });
  await engine.close();
  gateway.feed(replicaStopped(chat.data, replicaId));
};
const toTemplateTwo = (percent = 100) => {
  gateway.feed(
    updated(chat.data, { name: 'chat', model: NEW }, { template: 2 }),
    rolloutStarted(chat.data, 2, { percent }),
  );
};

const chatWith = (body: object) =>
  fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...AUTH, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'chat', ...body }),
  });

/** Callers who call again and again until told to stop, every third one for a stream. */
const load = (callers: number) => {
  const state = { stopped: false, answered: 0, models: new Set<string>(), failures: [] as string[] };
  const call = async (stream: boolean): Promise<void> => {
    const answer = await chatWith({ stream });
    const text = await answer.text();
    const isWhole = stream ? text.endsWith('data: [DONE]\n\n') : text.endsWith('}');
    if (answer.status !== 200 || !isWhole) state.failures.push(`${String(answer.status)} ${text}`);
    state.answered++;
    for (const [, model] of text.matchAll(/"model":"([^"]+)"/g)) state.models.add(model!);
  };
  const running = Array.from({ length: callers }, async (_, n) => {
    while (!state.stopped)
      await call(n % 3 === 0).catch((error: unknown) => state.failures.push(String(error)));
  });
  return {
    state,
    stop: async () => {
      state.stopped = true;
      await Promise.all(running);
      return state;
    },
  };
};

describe('replicas that are replaced under load', () => {
  it('lose no request and cut no stream when new ones come first', async () => {
    const old = [await start(1), await start(1), await start(1)];
    const { state, stop } = load(24);
    await eventually(() => expect(state.answered).toBeGreaterThan(100));
    toTemplateTwo();
    for (const replica of old) {
      await start(2);
      await drain(replica);
    }
    gateway.feed(rolloutFinished(chat.data, 2));
    const before = state.answered;
    await eventually(() => expect(state.answered).toBeGreaterThan(before + 100));
    const { failures, models } = await stop();
    expect(failures).toEqual([]);
    expect([...models].sort()).toEqual([NEW, OLD]);
    expect(gateway.endpoint(id).traffic).toMatchObject({ inFlight: 0, waiting: 0, errorsTotal: 0 });
    expect(gateway.records.every(({ outcome, status }) => outcome === 'answered' && status === 200)).toBe(
      true,
    );
  });

  it('lose no request when the rollout is aborted while none is ready: those that come then wait for the old one', async () => {
    const old = await start(1);
    toTemplateTwo();
    await drain(old);
    gateway.feed(rolloutFinished(chat.data, 2, 'aborted'));
    const asked = chatWith({});
    // Longer than a request is held that comes to an endpoint which only wakes.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await start(1);
    expect((await asked).status).toBe(200);
    expect(gateway.endpoint(id).isReplacing).toBe(false);
  });

  it('lose no request when the last old one must go first: those that come meanwhile are held for the new one', async () => {
    const old = await start(1);
    const { state, stop } = load(24);
    await eventually(() => expect(state.answered).toBeGreaterThan(50));
    toTemplateTwo();
    await drain(old);
    await eventually(() => expect(gateway.endpoint(id).traffic.waiting).toBe(24));
    // Longer than a plain request would be held otherwise.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(gateway.endpoint(id).traffic.waiting).toBe(24);
    await start(2);
    const before = state.answered;
    await eventually(() => expect(state.answered).toBeGreaterThan(before + 50));
    expect((await stop()).failures).toEqual([]);
  });

  it('let a stream go on that began before, for as long as it takes', async () => {
    const old = await start(1);
    const answer = await chatWith({ stream: true, pieces: 150 });
    toTemplateTwo();
    await start(2);
    const drained = drain(old);
    expect(await (await chatWith({})).json()).toEqual({ model: NEW });
    await eventually(() => expect(gateway.reports.at(-1)?.draining).toEqual({ [old.replicaId]: 1 }));
    const text = await answer.text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(text.match(new RegExp(OLD, 'g'))).toHaveLength(150);
    await drained;
  });

  it('are passed over when they cannot be reached: the other side takes the request, with its own model', async () => {
    toTemplateTwo(50);
    await start(2);
    gateway.feed(replicaReady(chat.data, { port: await closedPort(), template: 1 }));
    for (let i = 0; i < 10; i++) expect(await (await chatWith({})).json()).toEqual({ model: NEW });
  });
});

describe('a canary', () => {
  const call = async (count: number): Promise<number> => {
    const answers = await Promise.all(
      Array.from({ length: count }, async () => (await (await chatWith({})).json()) as { model: string }),
    );
    return answers.filter(({ model }) => model === NEW).length;
  };
  const metrics = () => gateway.samplesOf(id).at(-1);

  it('gets its share of the requests, all or none where only one side is ready, and is counted apart', async () => {
    const old = await start(1);
    toTemplateTwo(20);
    expect(await call(20)).toBe(0);
    const young = await start(2);
    // 400 requests at 20 %: 80, and 6 standard deviations of 8.
    const share = await call(400);
    expect(Math.abs(share - 80)).toBeLessThan(48);
    await eventually(() =>
      expect(metrics()).toMatchObject({
        rollout_revision: 2,
        rollout_requests_total: share,
        rollout_errors_total: 0,
        others_requests_total: 420 - share,
        others_errors_total: 0,
      }),
    );
    gateway.feed(rolloutShifted(chat.data, 2, 80));
    expect(Math.abs((await call(400)) - 320)).toBeLessThan(48);
    await drain(old);
    expect(await call(20)).toBe(20);
    gateway.feed(rolloutFinished(chat.data, 2));
    await call(1);
    await eventually(() => expect(metrics()?.['requests_total']).toBe(841));
    expect(metrics()).not.toHaveProperty('rollout_revision');
    expect(young.engine.received.length).toBeGreaterThan(0);
  });

  it('is blamed for what went wrong at its replicas, and not for callers who hang up', async () => {
    let turn = 0;
    const broken: Handler = (_req, res) => {
      const how = turn++ % 4;
      if (how === 0) res.writeHead(503).end();
      else if (how === 1) res.destroy();
      else if (how === 2) res.writeHead(200, { 'content-length': '9' }).write('part', () => res.destroy());
      else res.writeHead(400).end();
    };
    toTemplateTwo(50);
    await start(2, broken);
    for (let i = 0; i < 8; i++) await (await chatWith({})).text().catch(() => undefined);
    const silent = await start(2, () => undefined);
    const leave = new AbortController();
    const path = `${gateway.url}/api/d/${id}/x`;
    const gone = fetch(path, { headers: AUTH, signal: leave.signal });
    await eventually(() =>
      expect(silent.engine.received.length + started[0]!.engine.received.length).toBe(9),
    );
    leave.abort();
    await gone.catch(() => undefined);
    gateway.feed(...started.map(({ replicaId }) => replicaStopped(chat.data, replicaId)));
    gateway.feed(replicaReady(chat.data, { port: await closedPort(), template: 2 }));
    const unreachable = await fetch(path, { headers: { ...AUTH, 'x-scale-up-timeout': '0.2' } });
    expect(unreachable.status).toBe(503);
    await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0));
    const { candidate, others } = gateway.endpoint(id).rollout!;
    expect(others).toEqual({ requests: 0, errors: 0 });
    // Eight in turn, six of them bad, one more that was left, one that reached nobody.
    expect(candidate.requests).toBe(10);
    expect([7, 8]).toContain(candidate.errors);
  });

  it('does not count what was sent before it began', async () => {
    let finish: () => void = () => undefined;
    await start(1, (_req, res) => (finish = () => res.writeHead(500).end()));
    const running = chatWith({});
    await eventually(() => expect(started[0]!.engine.received).toHaveLength(1));
    toTemplateTwo(50);
    finish();
    expect((await running).status).toBe(500);
    expect(gateway.endpoint(id).rollout).toMatchObject({ others: { requests: 0, errors: 0 } });
    expect(gateway.endpoint(id).traffic.errorsTotal).toBe(1);
  });
});
