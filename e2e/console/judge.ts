import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong, one line for each place. */
export const inaccessible = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n')[1]?.trim() ?? help;
      return `${id}: ${target.join(' ')}: ${why}`.slice(0, 300);
    }),
  );
};

/** So many pixels of a page stand out at the right. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

export const elementsIn = (page: Page, selector = '*'): Promise<number> => page.locator(selector).count();

export type Frames = Readonly<{ count: number; medianMs: number; p95Ms: number; longestMs: number }>;

const RECORDER = `new Promise((resolve) => {
  const times = [];
  const end = performance.now() + 1500;
  const next = (now) => { times.push(now); if (now < end) requestAnimationFrame(next); else resolve(times); };
  requestAnimationFrame(next);
})`;

/** Frame times while something goes on. */
export const framesDuring = async (page: Page, act: () => Promise<unknown>): Promise<Frames> => {
  const [times] = await Promise.all([page.evaluate<number[]>(RECORDER), act()]);
  const gaps = times.slice(1).map((at, n) => at - (times[n] ?? at));
  gaps.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((gaps[Math.floor(share * (gaps.length - 1))] ?? 0) * 10) / 10;
  return { count: gaps.length, medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
};

/** Scrolls what scrolls under the middle of the page, by the wheel as a person does. */
export const wheel = async (page: Page, steps: number, by: number): Promise<void> => {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 900 };
  await page.mouse.move(width / 2, height / 2);
  for (let n = 0; n < steps; n++) await page.mouse.wheel(0, by);
};

/** Bytes of script that came over the network, as they came. */
export class Scripts {
  private readonly session: CDPSession;
  private readonly scripts = new Map<string, string>();
  private bytes = 0;

  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async of(page: Page): Promise<Scripts> {
    const scripts = new Scripts(await page.context().newCDPSession(page));
    await scripts.listen();
    return scripts;
  }

  get kilobytes(): number {
    return this.bytes / 1000;
  }

  get count(): number {
    return this.scripts.size;
  }

  /** How they were packed, e.g. `gzip`. */
  get encodings(): Set<string> {
    return new Set(this.scripts.values());
  }

  async end(): Promise<void> {
    await this.session.detach();
  }

  private async listen(): Promise<void> {
    this.session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type !== 'Script') return;
      const name =
        Object.keys(response.headers).find((key) => key.toLowerCase() === 'content-encoding') ?? '';
      this.scripts.set(requestId, response.headers[name] ?? 'identity');
    });
    this.session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (this.scripts.has(requestId)) this.bytes += encodedDataLength;
    });
    await this.session.send('Network.enable');
    await this.session.send('Network.setCacheDisabled', { cacheDisabled: true });
  }
}
