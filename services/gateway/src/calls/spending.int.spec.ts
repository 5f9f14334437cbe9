import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import OpenAI from 'openai';
import {
  asynchronous,
  endpointRequested,
  OTHER_PROJECT,
  replicaDraining,
  replicaReady,
  replicaStopped,
  spendingResumed,
  spendingStopped,
  stateChanged,
  token,
} from '../events.spec-helper.ts';
import { eventually } from '../eventually.spec-helper.ts';
import { type TestGateway, testGateway } from '../gateway.spec-helper.ts';
import { type Upstream, upstream } from '../upstream.spec-helper.ts';

const mine = token();
const AUTH = { authorization: `Bearer ${mine.text}` };

let gateway: TestGateway;
let replica: Upstream;
let asleep: ReturnType<typeof endpointRequested>;
let id: string;

beforeEach(async () => {
  replica = await upstream();
  gateway = await testGateway({ holdMs: 5000 });
  asleep = endpointRequested({ name: 'asleep', async: asynchronous('/v1/chat/completions') });
  id = asleep.data.endpointId;
  gateway.feed(mine.issued, asleep, stateChanged(asleep.data, 'sleeping'));
});
afterEach(async () => {
  await gateway.close();
  await replica.close();
});

const post = (headers: Record<string, string> = {}, endpointId = id) =>
  fetch(`${gateway.url}/api/d/${endpointId}/chat/completions`, {
    method: 'POST',
    body: '{}',
    headers: { ...AUTH, 'content-type': 'application/json', ...headers },
  });
const refused = async (answer: Response) => ({
  status: answer.status,
  error: ((await answer.json()) as { error: { code: string; message: string } }).error,
});
const brokeAs = {
  status: 402,
  error: {
    code: 'billing.spending_stopped',
    message: expect.stringContaining('raises or removes the budget, or adds credit') as unknown,
  },
};

describe('a request for a sleeping endpoint whose money is spent', () => {
  it('is told so at once, and wakes nothing', async () => {
    gateway.feed(spendingStopped());
    expect(await refused(await post())).toMatchObject(brokeAs);
    expect(await refused(await post({ 'x-scale-up-timeout': '0' }))).toMatchObject(brokeAs);
    expect(gateway.means.room.size).toBe(0);
    expect(gateway.endpoint(id).traffic).toMatchObject({ waiting: 0, turnedAwayUntilMs: 0 });
    expect(gateway.samplesOf(id).every((metrics) => metrics['waiting'] === 0)).toBe(true);
  });

  it('is not sent again by OpenAI’s client', async () => {
    gateway.feed(spendingStopped());
    const client = new OpenAI({ baseURL: `${gateway.url}/api/d/${id}`, apiKey: mine.text });
    const asked = client.chat.completions.create({ model: 'any', messages: [] });
    await expect(asked).rejects.toMatchObject({ status: 402, code: 'billing.spending_stopped' });
    expect(gateway.records).toHaveLength(1);
  });

  it('is refused also when it could wait for its answer', async () => {
    gateway.feed(spendingStopped());
    expect(await refused(await post({ prefer: 'respond-async' }))).toMatchObject({
      status: 402,
      error: { code: 'billing.spending_stopped' },
    });
  });

  it('waits again as soon as there is money', async () => {
    gateway.feed(spendingStopped(id), spendingResumed(id));
    const answer = post();
    await eventually(() => expect(gateway.endpoint(id).traffic.waiting).toBe(1));
    gateway.feed(replicaReady(asleep.data, { port: replica.port }));
    expect((await answer).status).toBe(200);
  });
});

describe('money that is spent', () => {
  it('sends away who waits already', async () => {
    const answer = post();
    await eventually(() => expect(gateway.endpoint(id).traffic.waiting).toBe(1));
    gateway.feed(spendingStopped());
    expect(await refused(await answer)).toMatchObject(brokeAs);
  });

  it('lets replicas finish what they have and take what they can until they go', async () => {
    const ready = replicaReady(asleep.data, { port: replica.port });
    gateway.feed(ready, spendingStopped());
    expect((await post()).status).toBe(200);
    gateway.feed(replicaDraining(asleep.data, ready.data.replicaId));
    expect(await refused(await post())).toMatchObject(brokeAs);
    gateway.feed(replicaStopped(asleep.data, ready.data.replicaId));
    expect(await refused(await post())).toMatchObject(brokeAs);
  });

  it('is of its project or endpoint alone, and reaches endpoints that come later', async () => {
    const other = endpointRequested({ name: 'other' });
    gateway.feed(other, spendingStopped('endpt-ffffffffffff'), spendingStopped(null, OTHER_PROJECT));
    expect(gateway.endpoint(id).isSpendingStopped).toBe(false);
    gateway.feed(spendingStopped(other.data.endpointId));
    expect(gateway.endpoint(id).isSpendingStopped).toBe(false);
    expect(await refused(await post({}, other.data.endpointId))).toMatchObject(brokeAs);
    gateway.feed(spendingStopped());
    const later = endpointRequested({ name: 'later' });
    gateway.feed(later);
    expect(await refused(await post({}, later.data.endpointId))).toMatchObject(brokeAs);
  });

  it('does not touch what is reserved, until its end', async () => {
    const until = (ms: number) => new Date(Date.now() + ms).toISOString();
    const reserved = endpointRequested({
      name: 'kept',
      commitment: { kind: 'reserved', until: until(60_000) },
    });
    const over = endpointRequested({ name: 'over', commitment: { kind: 'reserved', until: until(-1) } });
    gateway.feed(reserved, over, spendingStopped());
    expect((await post({ 'x-scale-up-timeout': '0' }, reserved.data.endpointId)).status).toBe(503);
    expect((await post({}, over.data.endpointId)).status).toBe(402);
  });
});
