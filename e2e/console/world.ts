import { setTimeout as pause } from 'node:timers/promises';
import { act, until, update } from '../endpoints.ts';
import { type Platform, eventually } from '../platform.ts';
import { HOSTILE } from './visitor.ts';

/** What a platform holds so that no page of its console is empty. */
export type World = Readonly<{
  projectId: string;
  /** An endpoint with a past: requests, decisions, revisions, invocations. */
  endpointId: string;
  nodeId: string;
  /** One whose log grows by thousands of lines, none of them harmless. */
  chattyId: string;
}>;

/** What a log is read to be able to show at once. */
export const LINES = 5000;
const RECEIVER = 'http://127.0.0.1:9/';
/** Texts that stand in every place where a person may write one: an image, a script, a link. */
export type Texts = readonly [string, string, string, ...string[]];

const made = async (platform: Platform, path: string, body: unknown): Promise<{ id: string }> => {
  const answer = await platform.ask<{ id: string }>('POST', path, body);
  if (answer.status >= 300)
    throw new Error(`POST ${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

const asOperator = async (platform: Platform, method: string, path: string, body: unknown): Promise<void> => {
  const answer = await platform.ask(method, path, body, await platform.secret('operator-token'));
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
};

const serving = async (platform: Platform, [image, script, link]: Texts): Promise<string> => {
  const group = await made(platform, '/v1/security-groups', {
    name: 'office',
    rules: [{ cidr: '127.0.0.0/8' }, { cidr: '10.0.0.0/8', ports: [443] }],
  });
  const { id } = await platform.create({
    name: 'assistant',
    description: `Answers the support desk. ${image}`,
    model: 'demo/assistant-8b',
    framework: 'engine-double',
    hardware: 'a10g-1x',
    tags: { team: 'support', note: link },
    engineArguments: { ttftMs: 120, tokensPerSecond: 60, tokens: 24, startMs: 1500 },
    environment: { GREETING: script },
    secrets: { HUB_TOKEN: 'correct-horse-battery-staple' },
    securityGroups: [group.id],
    async: { routes: ['/v1/chat/completions'] },
    scaling: {
      minReplicas: 1,
      maxReplicas: 3,
      rules: [{ metric: 'concurrency', target: 2 }],
      idleTimeoutSeconds: 60,
    },
  });
  return id;
};

const chatty = async (platform: Platform, texts: Texts): Promise<string> => {
  const { id } = await platform.create({
    name: 'chatty',
    model: 'demo/chatty-1b',
    framework: 'engine-double',
    hardware: 'cpu-1x',
    environment: { SHOWN: texts.slice(0, 3).join(' ') },
    engineArguments: { logLineEveryMs: 4, printVariable: 'SHOWN' },
    scaling: { minReplicas: 1, maxReplicas: 1 },
  });
  return id;
};

/** Waits until it has said more than so much, then tells it to be quiet: what is written is kept. */
export const hushed = async (platform: Platform, endpointId: string): Promise<void> => {
  await eventually(async () => {
    const path = `/v1/endpoints/${endpointId}/logs?lines=10`;
    const { lines } = await platform.get<{ lines: readonly Readonly<{ text: string }>[] }>(path);
    const last = Math.max(0, ...lines.map(({ text }) => Number(/log line (\d+)/.exec(text)?.[1] ?? 0)));
    if (last < 1.4 * LINES) throw new Error(`it has written ${String(last)} lines`);
  }, 180_000);
  await act(platform, endpointId, 'stop');
};

/** Waits for capacity that this machine has not, and one that dies at each start. */
const troubled = async (platform: Platform): Promise<void> => {
  const spec = { framework: 'engine-double', scaling: { minReplicas: 1, maxReplicas: 1 } };
  await platform.create({ ...spec, name: 'too-big', model: 'demo/giant-405b', hardware: 'h100-8x' });
  await platform.create({
    ...spec,
    name: 'crashes',
    model: 'demo/broken-1b',
    hardware: 'cpu-1x',
    engineArguments: { crashOnStart: 3 },
  });
};

const settings = async (
  platform: Platform,
  { projectId, endpointId }: Readonly<{ projectId: string; endpointId: string }>,
  [image, script, link]: Texts,
): Promise<void> => {
  const channel = await made(platform, '/v1/channels', {
    name: `pager ${image}`,
    kind: 'webhook',
    url: RECEIVER,
  });
  await made(platform, '/v1/alerts', {
    name: `slow ${script}`,
    description: link,
    endpointId,
    metric: 'requests_per_second',
    operator: 'above',
    threshold: 0.01,
    windowSeconds: 30,
    forSeconds: 0,
    channelIds: [channel.id],
  });
  const webhook = await made(platform, '/v1/webhooks', {
    url: RECEIVER,
    eventTypes: ['endpoint.*'],
    description: image,
  });
  await made(platform, `/v1/webhooks/${webhook.id}/test`, {});
  await made(platform, '/v1/log-sinks', { kind: 'loki', url: RECEIVER, description: script });
  await made(platform, '/v1/budgets', {
    name: `month ${image}`,
    limitUsd: '250.00',
    thresholdsPercent: [50, 90],
  });
  await asOperator(platform, 'POST', `/v1/projects/${projectId}/credits`, {
    kind: 'promotional',
    amountUsd: '40.00',
  });
  await asOperator(platform, 'POST', `/v1/projects/${projectId}/tokens`, {
    name: `ci ${image}`,
    scopes: ['read', 'invoke'],
  });
  await asOperator(platform, 'POST', `/v1/projects/${projectId}/tokens`, {
    name: 'dashboard',
    role: 'viewer',
  });
  await asOperator(platform, 'POST', '/v1/projects', { name: 'research' });
};

/** A second of many callers, so that it scales and says why. */
const rush = async (platform: Platform, endpointId: string, [image]: Texts): Promise<void> => {
  const call = (n: number): Promise<unknown> =>
    platform.ask('POST', `/api/d/${endpointId}/chat/completions`, {
      messages: [{ role: 'user', content: `Question ${String(n)} ${image}` }],
      max_tokens: 60 + n,
    });
  await Promise.all(
    Array.from({ length: 24 }, async (_, n) => {
      await pause(n * 40);
      await call(n);
      await call(n);
    }),
  );
  await platform.ask('POST', `/api/d/${endpointId}/chat/completions`, { messages: 'not a list' });
  for (let n = 0; n < 3; n++)
    await platform.send('POST', `/api/d/${endpointId}/chat/completions`, {
      body: { messages: [{ role: 'user', content: `Later ${String(n)}` }] },
      headers: { prefer: 'respond-async', 'user-agent': image },
    });
};

/** Fills a platform that has simulated H100s and A10Gs; takes as long as its endpoints need to come up. */
export const fill = async (platform: Platform, texts: Texts = HOSTILE): Promise<World> => {
  const { projectId } = await platform.get<{ projectId: string }>('/v1/me');
  const [endpointId, chattyId] = await Promise.all([
    serving(platform, texts),
    chatty(platform, texts),
    troubled(platform),
  ]);
  await settings(platform, { projectId, endpointId }, texts);
  await until(platform, endpointId, ({ state }) => state === 'running', 120_000);
  await rush(platform, endpointId, texts);
  await update(platform, endpointId, { tags: { team: 'support', tier: 'gold' } });
  await eventually(async () => {
    const { items } = await platform.get<{ items: unknown[] }>(
      `/v1/endpoints/${endpointId}/requests?limit=10`,
    );
    if (items.length < 10) throw new Error('the requests are not stored');
  }, 60_000);
  const [node] = await platform.all<{ id: string }>('/v1/nodes');
  if (!node) throw new Error('there is no node');
  return { projectId, endpointId, chattyId, nodeId: node.id };
};
