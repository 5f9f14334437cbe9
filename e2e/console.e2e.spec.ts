// The console as people meet it: a real Chromium on a real platform.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, DESK, PHONE, openChromium } from './console/chromium.ts';
import { crowd } from './console/crowd.ts';
import { Scripts, elementsIn, framesDuring, inaccessible, overflow, wheel } from './console/judge.ts';
import { Newcomer } from './console/newcomer.ts';
import { filledWith, patterns } from './console/routes.ts';
import { codeFor, issue, signedIn, startPlatform } from './console/start.ts';
import { HOSTILE, Visitor } from './console/visitor.ts';
import { LINES, type World, fill, hushed } from './console/world.ts';
import { type Platform, eventually } from './platform.ts';

const MAX_FIRST_LOAD_KB = 250;
const ENDPOINTS = 500;
/** What a page of any length may hold at once. */
const MAX_ELEMENTS = 3000;
const PATTERNS = await patterns();

let platform: Platform;
let world: World;
let crowded: Promise<string>;
let quiet: Promise<void>;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  platform = await startPlatform();
  world = await fill(platform);
  // Meanwhile, one after the other, as they take their time.
  quiet = hushed(platform, world.chattyId);
  crowded = quiet.then(() => crowd(platform, ENDPOINTS));
  crowded.catch(() => undefined);
  ({ browser, visitor } = await signedIn(platform, world.projectId));
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
}, 90_000);

const nothingWrong = async (): Promise<void> => {
  expect(visitor.complaints()).toEqual([]);
  expect(await visitor.hasRun()).toBe(false);
};

describe('signing in', () => {
  let other: Browser;
  let stranger: Visitor;
  beforeAll(async () => {
    other = await openChromium();
    stranger = await Visitor.at(other.context, platform.url);
  });
  afterAll(() => other.close());

  it('is asked for first, and leads back to where one wanted to go', async () => {
    await stranger.open('/nodes');
    await eventually(() => expect(stranger.path).toBe('/sign-in'));
    expect(await inaccessible(stranger.page)).toEqual([]);
  });

  it('by a link works once, and the code stays in no address', async () => {
    const code = await codeFor(platform, world.projectId);
    await stranger.signInByCode(code);
    expect(stranger.page.url()).not.toContain(code);
    await other.context.clearCookies();
    stranger.refused();
    await stranger.page.goto(`${platform.url}/?code=${code}`);
    await stranger.page.getByRole('alert').first().waitFor();
    expect(stranger.refused()).toContain('401 POST /v1/session');
  });

  it('by a link, though an answer from before comes after', async () => {
    await other.context.clearCookies();
    await stranger.page.route('**/v1/session', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const response = await route.fetch();
      await pause(1500);
      // By then nobody waits for it.
      await route.fulfill({ response }).catch(() => undefined);
    });
    await stranger.signInByCode(await codeFor(platform, world.projectId));
    await pause(2000);
    expect(stranger.path).toBe('/');
    await stranger.page.unrouteAll({ behavior: 'ignoreErrors' });
    await other.context.clearCookies();
  });

  it('refuses a wrong token with a sentence, and takes a right one', async () => {
    await stranger.open('/sign-in');
    await stranger.page.getByLabel('Token').first().fill('tg_000000000000_wrong');
    await stranger.page.getByRole('button', { name: 'Sign in' }).click();
    await stranger.page.getByText(/unknown, revoked or expired/i).waitFor();
    await stranger.signInByToken(platform.token);
    expect(stranger.path).toBe('/');
  });

  it('leaves nothing that a script could read', async () => {
    const kept = await stranger.page.evaluate<string>(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])',
    );
    expect(kept).not.toContain('tg_');
    expect(kept).not.toContain('tidegate_session');
    const [cookie] = await other.context.cookies();
    expect(cookie).toMatchObject({ name: 'tidegate_session', httpOnly: true, sameSite: 'Strict' });
  });

  it('lets nobody change anything without the console’s header', async () => {
    const send = (headers: string) =>
      stranger.page.evaluate<{ status: number; code: string }>(`
      fetch('/v1/projects/${world.projectId}/tokens', {
        method: 'POST',
        headers: { 'content-type': 'application/json'${headers} },
        body: JSON.stringify({ name: 'forged', scopes: ['read'] }),
      }).then(async (answer) => ({ status: answer.status, code: (await answer.json()).code }))`);
    expect(await send('')).toEqual({ status: 403, code: 'session.header_missing' });
    expect(await send(`, 'x-tidegate-console': '1'`)).toMatchObject({ status: 201 });
  });

  it('ends with the token', async () => {
    const { id, token } = await issue(platform, world.projectId, 'short-lived');
    await other.context.clearCookies();
    await stranger.signInByToken(token);
    await stranger.open('/endpoints');
    await platform.ask(
      'DELETE',
      `/v1/projects/${world.projectId}/tokens/${id}`,
      undefined,
      await platform.secret('operator-token'),
    );
    await eventually(async () => {
      await stranger.page.goto(`${platform.url}/tokens`);
      await stranger.page.waitForURL(/sign-in/, { timeout: 5000 });
    });
  });
});

describe('the first load', () => {
  it(`brings at most ${String(MAX_FIRST_LOAD_KB)} kB of script, packed`, async () => {
    const scripts = await Scripts.of(visitor.page);
    await visitor.open('/');
    await visitor.still();
    console.log(`first load: ${scripts.kilobytes.toFixed(1)} kB in ${String(scripts.count)} scripts`);
    await scripts.end();
    expect(scripts.count).toBeGreaterThan(0);
    expect([...scripts.encodings].filter((encoding) => !/^(gzip|br|zstd)$/.test(encoding))).toEqual([]);
    expect(scripts.kilobytes).toBeLessThanOrEqual(MAX_FIRST_LOAD_KB);
  });
});

describe('a newcomer', () => {
  it('creates, watches, chats, understands, reads, pays, edits, returns and deletes', async () => {
    await new Newcomer(visitor, platform).walk();
    await nothingWrong();
  }, 240_000);
});

describe('every page, with data', () => {
  it.each(PATTERNS.filter((pattern) => pattern !== '/sign-in'))(
    '%s is whole in light and dark, and on a phone',
    async (pattern) => {
      const [place] = filledWith([pattern], { ...world, invoiceId: 'draft' });
      const wrong: string[] = [];
      await visitor.page.setViewportSize(DESK);
      visitor.refused();
      await visitor.open(place!.path);
      await visitor.wear('light');
      await visitor.still();
      wrong.push(...(await inaccessible(visitor.page)).map((line) => `light: ${line}`));
      await visitor.wear('dark');
      wrong.push(...(await inaccessible(visitor.page)).map((line) => `dark: ${line}`));
      await visitor.page.setViewportSize(PHONE);
      await eventually(async () => expect(await overflow(visitor.page)).toBe(0), 2000).catch(async () => {
        wrong.push(`phone: stands out by ${String(await overflow(visitor.page))} px`);
      });
      wrong.push(...(await inaccessible(visitor.page)).map((line) => `phone: ${line}`));
      expect([...wrong, ...visitor.complaints(), ...visitor.refused()]).toEqual([]);
      expect(await visitor.page.locator('h1').count()).toBe(1);
      expect(await visitor.hasRun()).toBe(false);
    },
    90_000,
  );

  it('says so of a place that there is not', async () => {
    await visitor.page.setViewportSize(DESK);
    await visitor.open('/nothing/here');
    expect(await inaccessible(visitor.page)).toEqual([]);
    await visitor.page.goto(`${platform.url}/endpoints/endpt-000000000000`);
    await visitor.page.getByRole('alert').first().waitFor();
    visitor.complaints();
  });
});

describe('hostile text', () => {
  it('is shown as it is in a log, and does nothing', async () => {
    await visitor.open(`/endpoints/${world.chattyId}/logs`);
    await visitor.wear('light');
    await visitor.page.getByText(HOSTILE[0]).first().waitFor();
    await nothingWrong();
  });

  it.each(['/tokens', '/alerts', '/channels', '/webhooks', '/log-sinks', '/usage', '/endpoints'])(
    'is shown as it is on %s',
    async (path) => {
      await visitor.open(path);
      await visitor.still();
      expect(await elementsIn(visitor.page, 'img[src="x"], main script, a[href^="javascript:"]')).toBe(0);
      await nothingWrong();
    },
  );

  it('leads nowhere from an address', async () => {
    for (const text of HOSTILE) {
      await visitor.open(`/sign-in?next=${encodeURIComponent(text)}`);
      await visitor.open(`/endpoints?q=${encodeURIComponent(text)}&state=${encodeURIComponent(text)}`);
      expect(await elementsIn(visitor.page, 'img[src="x"], main script, a[href^="javascript:"]')).toBe(0);
    }
    await nothingWrong();
  }, 60_000);
});

describe('much at once', () => {
  it(`shows a log of ${String(LINES)} lines by few elements`, async () => {
    await quiet;
    await visitor.open(`/endpoints/${world.chattyId}/logs`);
    await visitor.page.getByText(HOSTILE[0]).first().waitFor();
    await eventually(async () => {
      const shown = await visitor.page.getByText(/[\d,.]+ lines here/).innerText();
      if (Number(/(\S+) lines here/.exec(shown)?.[1]?.replaceAll(/\D/g, '')) >= LINES) return;
      await visitor.page
        .getByRole('button', { name: /older lines/ })
        .first()
        .click();
      throw new Error(shown);
    }, 90_000);
    const frames = await framesDuring(visitor.page, () => wheel(visitor.page, 40, -600));
    console.log(`log of ${String(LINES)} lines: ${JSON.stringify(frames)}`);
    expect(await elementsIn(visitor.page)).toBeLessThan(MAX_ELEMENTS);
    await nothingWrong();
  }, 240_000);

  it(`shows ${String(ENDPOINTS)} endpoints by few elements`, async () => {
    const token = await crowded;
    const other = await openChromium();
    try {
      const reader = await Visitor.at(other.context, platform.url);
      await reader.signInByToken(token);
      await reader.open('/endpoints');
      await reader.page.getByText('crowd-').first().waitFor();
      const frames = await framesDuring(reader.page, () => wheel(reader.page, 40, 600));
      console.log(`list of ${String(ENDPOINTS)} endpoints: ${JSON.stringify(frames)}`);
      expect(await elementsIn(reader.page)).toBeLessThan(MAX_ELEMENTS);
      expect(reader.complaints()).toEqual([]);
    } finally {
      await other.close();
    }
  }, 240_000);
});

describe('without a mouse', () => {
  it('finds a page by the palette', async () => {
    await visitor.open('/');
    await visitor.page.keyboard.press('Control+k');
    const field = visitor.page.getByRole('dialog').locator('input').first();
    await field.waitFor();
    expect(await inaccessible(visitor.page)).toEqual([]);
    await visitor.page.keyboard.type('Nodes');
    await visitor.page.keyboard.press('Enter');
    await eventually(() => expect(visitor.path).toBe('/nodes'));
  });

  it('goes by two keys, and lists them all by one', async () => {
    await visitor.open('/');
    await visitor.page.keyboard.type('ge');
    await eventually(() => expect(visitor.path).toBe('/endpoints'));
    await visitor.page.keyboard.press('?');
    await visitor.page.getByRole('dialog').waitFor();
    expect(await inaccessible(visitor.page)).toEqual([]);
    await visitor.page.keyboard.press('Escape');
  });

  it('creates an endpoint and deletes it', async () => {
    await new Newcomer(visitor, platform).byKeyboard();
    await nothingWrong();
  }, 120_000);
});
