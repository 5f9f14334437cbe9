import { expect, it } from '@jest/globals';
import { asynchronous, endpointRequested, replicaReady, token } from './events.spec-helper.ts';
import { testPlatform } from './platform.spec-helper.ts';
import { streamForEver, upstream } from './upstream.spec-helper.ts';

it('calls to running replicas go on while the bus and the database are gone', async () => {
  const mine = token();
  const chat = endpointRequested({ name: 'chat', async: asynchronous('/x') });
  const [platform, replica, streaming] = await Promise.all([
    testPlatform(),
    upstream(),
    upstream(streamForEver),
  ]);
  const live = endpointRequested({ name: 'live' });
  await platform.append(
    mine.issued,
    chat,
    replicaReady(chat.data, { port: replica.port }),
    live,
    replicaReady(live.data, { port: streaming.port }),
  );
  await platform.eventually(() => {
    expect(platform.tables.routing.endpoint(live.data.endpointId)?.ready).toHaveLength(1);
  });
  const headers = { authorization: `Bearer ${mine.text}` };
  const stream = await fetch(`${platform.url}/api/d/${live.data.endpointId}/x`, { headers });
  const reader = stream.body!.getReader();
  const statuses: number[] = [];
  const until = new AbortController();
  const traffic = (async () => {
    while (!until.signal.aborted) {
      const answer = await fetch(`${platform.url}/v1/chat/completions`, {
        method: 'POST',
        headers,
        body: '{"model":"chat"}',
      });
      statuses.push(answer.status);
      await answer.text();
    }
  })();
  await platform.stopControl();
  await platform.stopNats();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await platform.stopDatabase();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = statuses.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  until.abort();
  await traffic;
  expect(statuses.length).toBeGreaterThan(before);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await reader.read()).done).toBe(false);
  const later = await fetch(`${platform.url}/api/d/${chat.data.endpointId}/x`, {
    method: 'POST',
    headers: { ...headers, prefer: 'respond-async' },
    body: '{}',
  });
  expect(later.status).toBe(503);
  await reader.cancel();
  await platform.close();
  await Promise.all([replica.close(), streaming.close()]);
}, 60_000);
