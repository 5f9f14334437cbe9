import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endpointRequested, replicaReady, updated } from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Handler, type Upstream, answerOk, upstream } from '../upstream.spec-helper.ts';

let gateway: TestGateway;
let replicas: Upstream[];
let chat: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  replicas = await Promise.all([1, 2, 3].map(() => upstream()));
  gateway = await testGateway();
  chat = endpointRequested({ visibility: 'public' });
  id = chat.data.endpointId;
  gateway.feed(chat);
});
afterEach(async () => {
  await gateway.close();
  for (const replica of replicas) await replica.close();
});

const ready = (...which: number[]) => {
  for (const n of which) gateway.feed(replicaReady(chat.data, { port: replicas[n]!.port }));
};
const post = async (path: string, body: object) => {
  const answer = await fetch(`${gateway.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  await answer.text();
  return answer;
};
const replicaOf = (answer: Response): string => answer.headers.get('x-tidegate-replica') ?? '';

describe('an endpoint whose requests go where their beginning is known', () => {
  beforeEach(() => {
    gateway.feed(updated(chat.data, { visibility: 'public', balancing: 'prefix-affinity' }));
    ready(0, 1, 2);
  });

  it('sends all turns of a conversation to one replica, and conversations to all', async () => {
    const used = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const messages = [
        { role: 'system', content: 'You are brief.' },
        { role: 'user', content: `Question ${String(n)}` },
      ];
      const turns = new Set<string>();
      for (const path of [
        `/api/d/${id}/chat/completions`,
        '/v1/chat/completions',
        `/api/d/${id}/v1/chat/completions`,
      ]) {
        turns.add(replicaOf(await post(path, { model: id, messages })));
        messages.push({ role: 'assistant', content: 'Yes.' }, { role: 'user', content: 'And?' });
      }
      expect(turns.size).toBe(1);
      for (const replica of turns) used.add(replica);
    }
    expect(used.size).toBe(3);
  });

  it('shares out even those that begin alike, once one replica has clearly too many', async () => {
    const held: (() => void)[] = [];
    const hold: Handler = (req, res, body) => {
      held.push(() => {
        answerOk(req, res, body);
      });
    };
    for (const { state } of replicas) state.handler = hold;
    const answers = Array.from({ length: 30 }, () =>
      post(`/api/d/${id}/completions`, { prompt: 'the same' }),
    );
    await eventually(() => expect(held).toHaveLength(30));
    // A quarter above the average of ten, and two.
    for (const { open } of replicas) expect(open.size).toBeLessThanOrEqual(15);
    for (const end of held) end();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses).toEqual(Array(30).fill(200));
  });
});

describe('a replica that answers 5xx', () => {
  const bad: Handler = (_req, res) => {
    res.writeHead(500).end();
  };
  const call = () => fetch(`${gateway.url}/api/d/${id}/x`);

  it('gets nothing for a while after five in a row, and is tried again', async () => {
    replicas[0]!.state.handler = bad;
    ready(0, 1);
    const statuses: number[] = [];
    while (replicas[0]!.received.length < 5) statuses.push((await call()).status);
    expect(statuses.filter((status) => status === 500)).toHaveLength(5);
    const [first] = gateway.endpoint(id).ready;
    expect(first?.strikes).toBe(5);
    expect(first?.benchedUntilMs).toBeGreaterThan(0);
    replicas[0]!.state.handler = answerOk;
    while (replicas[0]!.received.length < 6) expect((await call()).status).toBe(200);
    expect(performance.now()).toBeGreaterThanOrEqual(first?.benchedUntilMs ?? Infinity);
    expect(first?.strikes).toBe(0);
  });

  it('is asked all the same when it is alone', async () => {
    replicas[0]!.state.handler = bad;
    ready(0);
    for (let n = 0; n < 8; n++) expect((await call()).status).toBe(500);
    expect(replicas[0]!.received).toHaveLength(8);
  });

  it('is not blamed for callers who hang up', async () => {
    for (const { state } of replicas) state.handler = () => undefined;
    ready(0, 1);
    for (let n = 0; n < 12; n++) {
      const gone = new AbortController();
      const answer = fetch(`${gateway.url}/api/d/${id}/x`, { signal: gone.signal });
      await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(1));
      gone.abort();
      await expect(answer).rejects.toThrow();
      await eventually(() => expect(gateway.endpoint(id).traffic.inFlight).toBe(0));
    }
    expect(gateway.endpoint(id).ready.map(({ strikes }) => strikes)).toEqual([0, 0]);
  });
});
