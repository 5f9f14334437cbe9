import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Bus } from '@tidegate/eventing/nest';
import { type TestService, testService } from '@tidegate/testing';
import { randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotifierModule } from '../notifier.module.ts';
import { USUAL, newProject } from '../webhooks/webhooks.spec-helper.ts';

// Longer than the spec: who says nothing holds its places to the end.
const settings = { ...USUAL, timeoutSeconds: 120, allowPrivate: true };
let app: TestService;
let server: Server;
const asked: string[] = [];
let isSilent = true;
beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    if (!isSilent || req.url === '/quick') res.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  app = await testService({ service: 'notifier', module: NotifierModule.with(() => settings) });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await app.close();
});

const tell = (projectId: string, path: string): Promise<unknown> => {
  const webhookId = randomUUID();
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`;
  const data = { webhookId, projectId, url, type: 'invocation.succeeded', data: {} };
  const timestamp = new Date().toISOString();
  return app.get(Bus).signal('WebhookQueued', { ...data, timestamp }, { id: `${webhookId}.0` });
};
const count = (path: string): number => asked.filter((one) => one === path).length;

it('a receiver that says nothing leaves room for those of other projects, and hears everything in the end', async () => {
  const slow = newProject();
  await Promise.all(Array.from({ length: 200 }, () => tell(slow, '/silent')));
  await app.eventually(() => expect(count('/silent')).toBe(32));
  const quick = newProject();
  await Promise.all(Array.from({ length: 40 }, () => tell(quick, '/quick')));
  await app.eventually(() => expect(count('/quick')).toBe(40));
  expect(count('/silent')).toBe(32);
  isSilent = false;
  server.closeAllConnections();
  await app.eventually(() => expect(count('/silent')).toBeGreaterThanOrEqual(200));
});
