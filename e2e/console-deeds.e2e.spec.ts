// What people do with the console every day, in a real Chromium on a real platform.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Browser } from './console/chromium.ts';
import { signedIn, startPlatform } from './console/start.ts';
import type { Visitor } from './console/visitor.ts';
import { type Endpoint, until } from './endpoints.ts';
import { type Platform, eventually } from './platform.ts';
import { Receiver } from './watching/receivers.ts';

let platform: Platform;
let browser: Browser;
let visitor: Visitor;
let receiver: Receiver;
let id: string;

beforeAll(async () => {
  [platform, receiver] = await Promise.all([startPlatform(), Receiver.open()]);
  const made = await platform.create({
    name: 'daily',
    model: 'demo/daily-1b',
    framework: 'engine-double',
    hardware: 'cpu-1x',
    visibility: 'public',
    engineArguments: { ttftMs: 20, tokensPerSecond: 200 },
    scaling: { minReplicas: 1, maxReplicas: 2 },
  });
  ({ id } = made);
  await until(platform, id, ({ state }) => state === 'running');
  const { projectId } = await platform.get<{ projectId: string }>('/v1/me');
  ({ browser, visitor } = await signedIn(platform, projectId));
  // Before one is signed in questions are refused.
  visitor.complaints();
  visitor.refused();
}, 200_000);
afterAll(async () => {
  await browser.close();
  await receiver.close();
  await platform.stop();
}, 90_000);

const button = (name: string | RegExp): Locator => visitor.page.getByRole('button', { name, exact: true });
const region = (name: string | RegExp): Locator => visitor.page.getByRole('region', { name });
const said = (text: string | RegExp): Promise<void> => visitor.page.getByText(text).first().waitFor();
const endpoint = (): Promise<Endpoint> => platform.get<Endpoint>(`/v1/endpoints/${id}`);
const noComplaint = (): void => expect([...visitor.complaints(), ...visitor.refused()]).toEqual([]);

describe('the playground', () => {
  const tries = async (mode: string): Promise<void> => {
    await visitor.open(`/endpoints/${id}/playground`);
    await visitor.page.getByText(mode, { exact: true }).click();
  };

  it('completes a text', async () => {
    await tries('Completion');
    await visitor.page.getByLabel('Prompt').fill('Scale to zero means');
    await button('Send').click();
    await region('This request')
      .getByText(/\d+ in, \d+ out/)
      .waitFor();
    expect((await visitor.page.locator('p.said').innerText()).length).toBeGreaterThan(20);
    noComplaint();
  });

  it('compares texts', async () => {
    await tries('Embedding');
    await visitor.page.getByLabel('Texts').fill('the tide comes in\nthe tide goes out');
    await button('Send').click();
    await said(/Text 2: \d+ numbers, likeness to the first -?[\d.]+/);
    noComplaint();
  });

  it('sends any JSON, and names what is none', async () => {
    await tries('Raw JSON');
    await visitor.page.getByLabel('Path below the endpoint').fill('v1/embeddings');
    await visitor.page.getByLabel('JSON', { exact: true }).fill('{"input": ');
    await button('Send').click();
    await said(/JSON/);
    expect(await visitor.page.getByLabel('JSON', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await visitor.page.getByLabel('JSON', { exact: true }).fill('{"input": "tide"}');
    await button('Send').click();
    const answer = visitor.page.locator('.raw-answer');
    await answer.waitFor();
    expect(JSON.parse(await answer.innerText())).toMatchObject({ object: 'list' });
    noComplaint();
  });

  it('says that an endpoint speaks no WebSocket', async () => {
    await tries('WebSocket');
    await button('Connect').click();
    await said('the connection failed');
    await said(/closed with 1006/);
    visitor.complaints();
  });
});

describe('an endpoint', () => {
  it('is disabled and enabled again', async () => {
    await visitor.open(`/endpoints/${id}`);
    await button('Disable').click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await button('Enable').waitFor();
    expect((await endpoint()).state).toBe('disabled');
    await button('Enable').click();
    await until(platform, id, ({ state }) => state === 'running');
    await button('Disable').waitFor();
    noComplaint();
  }, 60_000);

  it('tries a change on some requests, then on more, then on all', async () => {
    await visitor.open(`/endpoints/${id}/settings`);
    await visitor.page.getByLabel('tokensPerSecond').first().fill('150');
    const changes = region('What changes');
    await changes.getByLabel('First for so many of 100 requests').fill('20');
    await changes.getByRole('button', { name: 'Try on 20 %' }).click();
    const rollout = region(/^Rollout/);
    await rollout.getByText('20 of 100 requests go to the new template.').waitFor();
    await eventually(async () => expect((await endpoint()).rollout).toMatchObject({ readyNew: 1 }), 60_000);
    for (let n = 0; n < 5; n++) await rollout.getByRole('slider').press('ArrowRight');
    await rollout.getByRole('button', { name: 'Send 25 %' }).click();
    await rollout.getByText('25 of 100 requests go to the new template.').waitFor();
    await rollout.getByRole('button', { name: 'Promote' }).click();
    await eventually(async () => expect((await endpoint()).rollout).toBeNull(), 60_000);
    await rollout.waitFor({ state: 'hidden' });
    noComplaint();
  }, 150_000);

  it('has a domain of its own once it is proven', async () => {
    await visitor.open(`/endpoints/${id}/settings`);
    await visitor.page.getByLabel('Own domains').first().fill('daily.example.test');
    await visitor.page.keyboard.press('Enter');
    await region('What changes').getByRole('button', { name: 'Save as a revision' }).click();
    await visitor.page.getByRole('rowheader', { name: 'daily.example.test' }).waitFor();
    await said(/TXT/);
    await button('Check now').click();
    await visitor.page
      .getByRole('cell', { name: /ago|now/ })
      .first()
      .waitFor();
    await said('pending');
    noComplaint();
  }, 60_000);
});

describe('a webhook', () => {
  it('is added, tested, given a new secret, and told again', async () => {
    const { page } = visitor;
    await visitor.open('/webhooks');
    await button('Add a webhook').first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('URL').fill(receiver.url);
    await form.getByLabel('Events').first().fill('endpoint.*');
    await page.getByRole('option', { name: 'endpoint.*', exact: true }).first().click();
    await page.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Add' }).click();
    await said(/whsec_/);
    await button('I have copied it').click();
    await page.getByText(receiver.url).first().click();
    await button('Send a test').click();
    await eventually(() => expect(receiver.posts.length).toBeGreaterThan(0), 20_000);
    await said('delivered');
    await button('Rotate secret').click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Rotate secret' }).click();
    await said(/whsec_/);
    await button('I have copied it').click();
    const before = receiver.posts.length;
    await button('Replay the last hour').click();
    await eventually(() => expect(receiver.posts.length).toBeGreaterThan(before), 20_000);
    noComplaint();
  }, 90_000);
});

describe('a node', () => {
  it('is cordoned, opened again, drained, and kept after all', async () => {
    await visitor.open('/nodes');
    await button('Cordon').click();
    await button('Uncordon').click();
    await button('Drain').click();
    await visitor.page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click();
    // There is no other node that its replica could move to.
    await said(/Draining since/);
    await button('Call the drain off').click();
    await button('Cordon').waitFor();
    expect((await endpoint()).replicas.ready).toBe(1);
    noComplaint();
  }, 60_000);
});
