import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const AT = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Nothing is fetched from elsewhere, and nothing of an earlier run is left. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export type View = Readonly<{ width: number; height: number }>;
export const DESK: View = { width: 1280, height: 900 };
export const PHONE: View = { width: 380, height: 800 };

export type Browser = Readonly<{ context: BrowserContext; close: () => Promise<void> }>;

/** A real Chromium of this machine, with a profile of its own that goes with it. */
export const openChromium = async (view: View = DESK): Promise<Browser> => {
  await access(AT).catch(() => {
    throw new Error(
      `There is no Chromium at ${AT}: install it (on Debian: apt-get install --no-install-recommends chromium), or say in CHROMIUM where it is.`,
    );
  });
  const profile = await mkdtemp(join(tmpdir(), 'tidegate-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: AT,
    args: FLAGS,
    viewport: view,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // A page is waited for, however busy the machine is.
  context.setDefaultTimeout(60_000);
  const close = async (): Promise<void> => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close };
};
