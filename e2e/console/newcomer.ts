import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { type Platform, eventually } from '../platform.ts';
import type { Visitor } from './visitor.ts';

const PATIENCE_MS = 60_000;
/** How long a deletion can be taken back. */
const UNDO_MS = 10_000;
const MOST_TABS = 150;
const NAME = 'first-steps';
const BY_KEYS = 'by-keys';

/** Counts how often what is said last grows: an answer that comes at once grows once. */
const COUNT_GROWTH = `(() => {
  window.__grew = 0;
  let length = -1;
  new MutationObserver(() => {
    const said = [...document.querySelectorAll('[role=log] .said')].at(-1);
    const now = said ? said.textContent.length : 0;
    if (now !== length) { length = now; window.__grew++; }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
})()`;
const FOCUSED = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return '';
  return (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || '').trim();
})()`;

/** Who has never seen the console, and finds everything by what is written on it. */
export class Newcomer {
  private readonly visitor: Visitor;
  private readonly platform: Platform;
  private id = '';

  constructor(visitor: Visitor, platform: Platform) {
    this.visitor = visitor;
    this.platform = platform;
  }

  async walk(): Promise<void> {
    await this.creates();
    await this.watchesItDeploy();
    await this.chats();
    await this.seesWhyItScaled();
    await this.readsItsLog();
    await this.takesDiagnostics();
    await this.seesTheCostTick();
    await this.edits();
    await this.rollsBack();
    await this.deletes();
  }

  /** Creates one and deletes it without a mouse. */
  async byKeyboard(): Promise<void> {
    const { keyboard } = this.visitor.page;
    await this.visitor.open('/endpoints/new?model=demo/keys-1b&framework=engine-double&hardware=cpu-1x');
    await this.tabTo(/^Name/);
    await keyboard.type(BY_KEYS);
    await this.visitor.page.getByText('It can be created.').waitFor();
    await this.tabTo(/^Create$/);
    await keyboard.press('Enter');
    await this.isCreated();
    await this.visitor.open(`/endpoints/${this.id}/settings`);
    await this.tabTo(/^Delete$/, 'Shift+Tab');
    await keyboard.press('Enter');
    await this.page.getByRole('dialog').getByRole('textbox').waitFor();
    await eventually(async () => expect(await this.focused()).toMatch(/^Type/));
    await keyboard.type(BY_KEYS);
    await keyboard.press('Enter');
    await this.isDeleted();
  }

  private get page() {
    return this.visitor.page;
  }

  private async creates(): Promise<void> {
    const { page } = this;
    await this.visitor.open('/endpoints');
    await page.getByRole('link', { name: 'Create an endpoint' }).first().click();
    await page.getByLabel(/^Name/).first().fill('-wrong');
    await page
      .getByLabel(/^Model/)
      .first()
      .fill('demo/first-7b');
    await page.getByLabel('Framework', { exact: true }).first().click();
    await page
      .getByRole('option', { name: /simulated/i })
      .first()
      .click();
    const rail = page.getByRole('region', { name: 'Dry run' });
    await rail.getByText(/not right yet/).waitFor();
    await page.getByLabel(/^Name/).first().fill(NAME);
    await rail.getByText('It can be created.').waitFor();
    await rail.getByRole('table', { name: 'Price per hour' }).waitFor();
    await page.getByText(/The cheapest that fits: now/).waitFor();
    await rail.getByRole('button', { name: 'Create', exact: true }).click();
    await this.isCreated();
  }

  private async watchesItDeploy(): Promise<void> {
    await this.page
      .locator('.state-badge')
      // Nobody calls it yet: it may be asleep by the time that one looks.
      .filter({ hasText: /running|sleeping/ })
      .first()
      .waitFor({ timeout: PATIENCE_MS });
  }

  private async chats(): Promise<void> {
    const { page } = this;
    await this.tab('Playground');
    await page.getByLabel('Message').fill('What wakes with the tide?');
    await page.evaluate(COUNT_GROWTH);
    await page.getByRole('button', { name: 'Send' }).click();
    const talk = page.getByRole('log', { name: 'Conversation' });
    await talk.getByText('What wakes with the tide?').waitFor();
    const figures = page.getByRole('region', { name: 'This request' });
    await figures.getByText(/\d+ in, \d+ out/).waitFor();
    await eventually(async () => {
      expect((await talk.locator('.said').last().innerText()).length).toBeGreaterThan(10);
    });
    expect(await page.evaluate<number>('window.__grew')).toBeGreaterThan(3);
    await figures.getByText(/^req-/).waitFor();
  }

  private async seesWhyItScaled(): Promise<void> {
    await this.tab('Scaling');
    const why = this.page.getByRole('region', { name: 'Why now' });
    await why
      .getByText(/replica/)
      .first()
      .waitFor();
    await this.page.getByText(/0 → 1/).first().waitFor();
  }

  private async readsItsLog(): Promise<void> {
    await this.tab('Logs');
    await this.page
      .getByText(/engine-double ready/)
      .first()
      .waitFor();
  }

  private async takesDiagnostics(): Promise<void> {
    await this.tab('Overview');
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Diagnostics for support' }).click();
    const bundle: unknown = JSON.parse(await readFile(await (await download).path(), 'utf8'));
    const items = expect.any(Array);
    expect(bundle).toMatchObject({ endpoint: { id: this.id }, events: { items }, log: { lines: items } });
  }

  /** The meter runs while it works: the answer that it is busy with is a long one. */
  private async seesTheCostTick(): Promise<void> {
    const working = this.platform.ask('POST', `/api/d/${this.id}/chat/completions`, {
      messages: [{ role: 'user', content: 'At length, please' }],
      max_tokens: 1500,
    });
    await this.tab('Billing');
    const meter = this.page.getByText(/^\$\d+\.\d{4,}/).first();
    await meter.waitFor();
    const before = await meter.innerText();
    await eventually(async () => expect(await meter.innerText()).not.toBe(before), PATIENCE_MS);
    await working;
  }

  private async edits(): Promise<void> {
    const { page } = this;
    await this.tab('Settings');
    await page.getByLabel('Description').first().fill('Edited while it runs');
    const changes = page.getByRole('region', { name: 'What changes' });
    await changes.getByText('/description').waitFor();
    await changes.getByText('Edited while it runs').waitFor();
    await changes.getByRole('button', { name: 'Save as a revision' }).click();
    await page.getByText(/Saved as revision 2/).waitFor();
    expect(await this.description()).toBe('Edited while it runs');
  }

  private async rollsBack(): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: 'Roll back' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('/description').waitFor();
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByText(/Revision 3 is revision 1 again/).waitFor();
    expect(await this.description()).toBe('');
  }

  private async deletes(): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const button: Locator = dialog.getByRole('button', { name: 'Delete', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('something else');
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(NAME);
    await button.click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`${NAME} stays.`).waitFor();
    await page.waitForTimeout(UNDO_MS);
    const { state } = await this.platform.get<{ state: string }>(`/v1/endpoints/${this.id}`);
    expect(state).toMatch(/running|sleeping|waking/);
    await this.visitor.open(`/endpoints/${this.id}/settings`);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await dialog.getByRole('textbox').fill(NAME);
    await button.click();
    await this.isDeleted();
  }

  private async tab(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).last().click();
    await this.page.getByRole('heading', { level: 2, name }).first().waitFor();
  }

  private async isCreated(): Promise<void> {
    await this.page.waitForURL(/\/endpoints\/endpt-[0-9a-f]{12}$/, { timeout: PATIENCE_MS });
    this.id = this.visitor.path.split('/').at(-1) ?? '';
  }

  private async isDeleted(): Promise<void> {
    await eventually(() => expect(this.visitor.path).toBe('/endpoints'), PATIENCE_MS);
    await eventually(async () => {
      const { status, body } = await this.platform.ask<{ state?: string }>('GET', `/v1/endpoints/${this.id}`);
      expect(status >= 400 || body.state === 'deleted').toBe(true);
    }, PATIENCE_MS);
  }

  private async description(): Promise<string> {
    return (await this.platform.get<{ description: string }>(`/v1/endpoints/${this.id}`)).description;
  }

  private focused(): Promise<string> {
    return this.page.evaluate<string>(FOCUSED);
  }

  /** Goes on by the tab key until what is in focus is called so. */
  private async tabTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    while (passed.length < MOST_TABS) {
      const now = await this.focused();
      if (name.test(now)) return;
      passed.push(now.slice(0, 30));
      await this.page.keyboard.press(key);
    }
    throw new Error(`${String(name)} is not reached by ${key}; passed: ${passed.join(' · ')}`);
  }
}
