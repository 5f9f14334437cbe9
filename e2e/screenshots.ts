// npm run screenshots: every page of the console, light and dark, of a platform that is started and filled for it.
//   --readme   only those that the README shows, small, into docs/images/
//   --phone    as wide as a phone
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DESK, PHONE } from './console/chromium.ts';
import { type Platform } from './platform.ts';
import { SteadyLoad } from './steady-load.ts';
import { filledWith, patterns } from './console/routes.ts';
import { signedIn, startPlatform } from './console/start.ts';
import type { Visitor } from './console/visitor.ts';
import { fill, hushed } from './console/world.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAX_BYTES = 200_000;
const SCHEMES = ['light', 'dark'] as const;
/** What the README shows: pattern, scheme, name of the file. */
const README = [
  ['/', 'light', 'console-fleet'],
  ['/endpoints/$endpointId/scaling', 'light', 'console-scaling'],
  ['/endpoints/$endpointId/playground', 'dark', 'console-playground'],
  ['/nodes', 'dark', 'console-nodes'],
] as const;

/** Words for the README, where others are tried for what they must not do. */
const PLAIN = ['EU', 'v2', 'gold'] as const;

const { values: flags } = parseArgs({
  options: { readme: { type: 'boolean', default: false }, phone: { type: 'boolean', default: false } },
});

const nameOf = (pattern: string): string =>
  pattern === '/' ? 'fleet' : pattern.slice(1).replaceAll('$', '').replaceAll('/', '-');

/** A picture as small as it may be: the quality falls until it fits. */
const webp = async ({ page }: Visitor): Promise<Buffer> => {
  const session = await page.context().newCDPSession(page);
  try {
    for (let quality = 85; ; quality -= 15) {
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
      const picture = Buffer.from(data, 'base64');
      if (picture.length <= MAX_BYTES || quality < 30) return picture;
    }
  } finally {
    await session.detach();
  }
};

const shoot = async (visitor: Visitor, path: string, scheme: 'light' | 'dark'): Promise<void> => {
  await visitor.open(path);
  await visitor.wear(scheme);
  await visitor.still();
};

const everyPage = async (visitor: Visitor, ids: Readonly<Record<string, string>>): Promise<string> => {
  const folder = join(ROOT, 'screenshots', flags.phone ? 'phone' : 'desk');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const { pattern, path } of filledWith(await patterns(), ids))
    for (const scheme of SCHEMES) {
      await shoot(visitor, path, scheme);
      await visitor.page.screenshot({
        path: join(folder, `${nameOf(pattern)}.${scheme}.png`),
        fullPage: true,
      });
      for (const complaint of visitor.complaints()) console.error(complaint);
    }
  return folder;
};

/** Calls that swell and ebb for three minutes, so that there is something to be seen. @returns those that go on */
const tide = async ({ url, token }: Platform, model: string): Promise<SteadyLoad> => {
  const calls = (perSecond: number) => new SteadyLoad({ url, token, model, perSecond, maxTokens: 90 });
  for (const perSecond of [1, 3, 6, 2, 5]) {
    const load = calls(perSecond);
    await pause(35_000);
    await load.stop();
  }
  return calls(2);
};

const chat = async ({ page }: Visitor): Promise<void> => {
  await page.getByLabel('Max tokens').fill('48');
  await page.getByLabel('Message').fill('Why did it scale?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(/\d+ in, \d+ out/).waitFor();
};

const ofReadme = async (visitor: Visitor, ids: Readonly<Record<string, string>>): Promise<string> => {
  const folder = join(ROOT, 'docs/images');
  await mkdir(folder, { recursive: true });
  for (const [pattern, scheme, name] of README) {
    const [place] = filledWith([pattern], ids);
    await shoot(visitor, place?.path ?? '/', scheme);
    if (pattern.endsWith('/playground')) await chat(visitor);
    await writeFile(join(folder, `${name}.webp`), await webp(visitor));
  }
  return folder;
};

const platform = await startPlatform();
process.once('SIGINT', () => void platform.stop().finally(() => process.exit(130)));
try {
  const world = await (flags.readme ? fill(platform, PLAIN) : fill(platform));
  const load = flags.readme ? await tide(platform, world.endpointId) : undefined;
  if (!load) await hushed(platform, world.chattyId);
  const { browser, visitor } = await signedIn(platform, world.projectId, flags.phone ? PHONE : DESK);
  try {
    const folder = await (flags.readme ? ofReadme : everyPage)(visitor, { ...world, invoiceId: 'draft' });
    console.log(`The pictures are in ${folder}.`);
  } finally {
    await browser.close();
    await load?.stop();
  }
} finally {
  await platform.stop();
}
