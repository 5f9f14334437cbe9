// npm run screenshots: every page of the console, light and dark, of a platform that is started and filled for it.
//   --readme   only those that the README shows, small, into docs/images/
//   --phone    as wide as a phone
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DESK, PHONE } from './console/chromium.ts';
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

const ofReadme = async (visitor: Visitor, ids: Readonly<Record<string, string>>): Promise<string> => {
  const folder = join(ROOT, 'docs/images');
  await mkdir(folder, { recursive: true });
  for (const [pattern, scheme, name] of README) {
    const [place] = filledWith([pattern], ids);
    await shoot(visitor, place?.path ?? '/', scheme);
    await writeFile(join(folder, `${name}.webp`), await webp(visitor));
  }
  return folder;
};

const platform = await startPlatform();
process.once('SIGINT', () => void platform.stop().finally(() => process.exit(130)));
try {
  const world = await fill(platform);
  await hushed(platform, world.chattyId);
  const { browser, visitor } = await signedIn(platform, world.projectId, flags.phone ? PHONE : DESK);
  try {
    const folder = await (flags.readme ? ofReadme : everyPage)(visitor, { ...world, invoiceId: 'draft' });
    console.log(`The pictures are in ${folder}.`);
  } finally {
    await browser.close();
  }
} finally {
  await platform.stop();
}
