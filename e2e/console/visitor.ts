import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';

/** What a browser says when an answer was not good. Scenarios that ask for one look at it themselves. */
const NOT_OK =
  /^Failed to load resource: the server responded with a status of (400|401|403|404|409|410|422|429|503)/;

/** Text that would leave a mark if it were ever read as markup, as a link or as a script. */
export const HOSTILE = [
  '<img src=x onerror="window.__ran=1">',
  '<script>window.__ran=2</script>',
  'javascript:window.__ran=3',
  '"><svg onload=window.__ran=4>',
  '{{constructor.constructor("window.__ran=5")()}}',
] as const;

/** What was changed is on the screen. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))';

/** A person at a page: where they are, and everything that went wrong meanwhile. */
export class Visitor {
  readonly page: Page;
  private readonly url: string;
  private readonly wrong: string[] = [];
  private refusals: string[] = [];

  private constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  static async at(context: BrowserContext, url: string): Promise<Visitor> {
    const page = context.pages()[0] ?? (await context.newPage());
    const visitor = new Visitor(page, url);
    visitor.listen();
    return visitor;
  }

  /** Opens a place of the console anew, as somebody who was sent a link does. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`, { waitUntil: 'commit' });
    await this.settled();
  }

  /** As somebody whose system is light or dark sees it from now on. */
  async wear(colorScheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page
      .locator(`html[data-mantine-color-scheme="${colorScheme}"]`)
      .waitFor({ state: 'attached' });
    await this.page.evaluate(PAINTED);
  }

  /** A heading is there, and nothing is a placeholder any more. */
  async settled(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
    await this.page
      .locator('.mantine-Skeleton-root, .mantine-LoadingOverlay-root')
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** What is to be read has stopped changing. */
  async still(): Promise<void> {
    let before = '';
    for (let [same, n] = [0, 0]; same < 3 && n < 20; n++) {
      const text = (await this.page.locator('body').innerText()).replaceAll(/\d/g, '');
      same = text === before ? same + 1 : 0;
      before = text;
      await pause(150);
    }
  }

  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  /** By the link that the launcher prints: it works once. */
  async signInByCode(code: string): Promise<void> {
    await this.page.goto(`${this.url}/?code=${encodeURIComponent(code)}`, { waitUntil: 'commit' });
    await this.page.getByRole('navigation').first().waitFor();
    await this.settled();
  }

  async signInByToken(token: string): Promise<void> {
    await this.page.goto(`${this.url}/sign-in`, { waitUntil: 'commit' });
    await this.page.getByLabel(/token/i).first().fill(token);
    await this.page.getByRole('button', { name: /^sign in/i }).click();
    await this.page.getByRole('navigation').first().waitFor();
    await this.settled();
  }

  /** What the page, the policy and the console of the browser have complained of since the last time. */
  complaints(): string[] {
    return this.wrong.splice(0);
  }

  /** Answers that were refused since the last time: status, method and path. */
  refused(): string[] {
    const { refusals } = this;
    this.refusals = [];
    return refusals;
  }

  /** Whether any hostile text has run. */
  async hasRun(): Promise<boolean> {
    return (await this.page.evaluate<unknown>('window.__ran')) !== undefined;
  }

  private listen(): void {
    this.page.on('pageerror', ({ message }) => this.wrong.push(`error: ${message}`));
    this.page.on('console', (message) => {
      const isBad = message.type() === 'error' || message.type() === 'warning';
      if (isBad && !NOT_OK.test(message.text()))
        this.wrong.push(`${this.path}: ${message.type()}: ${message.text().slice(0, 400)}`);
    });
    this.page.on('dialog', (dialog) => {
      this.wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.page.on('response', (response) => {
      if (response.status() < 400) return;
      const { pathname } = new URL(response.url());
      this.refusals.push(`${String(response.status())} ${response.request().method()} ${pathname}`);
    });
  }
}
