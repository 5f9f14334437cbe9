import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, print, timeOf, wholeUpTo } from './command.ts';
import { cost, costText } from './cost.ts';
import { credits, creditsText } from './credits.ts';
import { endpointIdOf } from './endpoints.ts';
import { invoice, invoicePdf, invoiceText, invoices, invoicesText } from './invoices.ts';
import { asked } from './pages.ts';
import { idOf } from './resources/kinds.ts';
import { type Wanted, usage, usageText } from './usage.ts';
import { verifyBilling } from './verification.ts';

export const costCommand = (around: Surroundings): Command =>
  commandFor('cost', around)
    .argument('[endpoint]', 'its name or its id; the whole project')
    .description('say what an hour costs now, what the month has cost so far, and what it will')
    .action(async (endpoint: string | undefined, options: Common, command: Command) => {
      const burn = await cost(apiFor(options, around, command), endpoint);
      await print(around, options, { value: burn, items: burn.endpoints, text: () => costText(burn) });
    });

const BY = /^(hour|day|month|endpoint|hardware|replica|kind|phase|tag:.+)$/;
const byOf = (text: string, before: readonly string[]): string[] => {
  const names = text.split(',');
  if (names.every((name) => BY.test(name))) return [...(before === DAY ? [] : before), ...names];
  throw new InvalidArgumentError(
    'It must be hour, day, month, endpoint, hardware, replica, kind, phase or tag:<name>.',
  );
};
const DAY: readonly string[] = ['day'];

export const usageCommand = (around: Surroundings): Command =>
  commandFor('usage', around)
    .description('list what was used and what it costs, exactly; the last 30 days without --since')
    .option(
      '--by <what>',
      'day, hour, month, endpoint, hardware, replica, kind, phase or tag:<name>',
      byOf,
      DAY,
    )
    .option('--endpoint <endpoint>', 'only this one’s: its name or its id')
    .option('--tag <tag>', 'only what was used under this tag: name or name=value')
    .option('--since <time>', 'like 30m, 24h, 7d or 2030-01-31T00:00:00Z', timeOf)
    .option('--until <time>', 'the same; now', timeOf)
    .option('--limit <count>', 'how many groups', wholeUpTo(100_000), 10_000)
    .action(async (options: Common & Wanted, command: Command) => {
      const groups = await usage(apiFor(options, around, command), options);
      await print(around, options, {
        value: { items: groups },
        items: groups,
        text: () => usageText(groups),
      });
    });

/** What the noun alone does: the list, or the one that is named. */
export const invoiceShow = (around: Surroundings): Command =>
  commandFor('show', around)
    .alias('get')
    .argument('[id]', 'its id, its month, or draft: the month that runs, as it stands; all of them')
    .description('show an invoice, save it as a PDF, or list them, the newest first')
    .option('--pdf <file>', 'write it to this file')
    .option('--limit <count>', 'how many', wholeUpTo(1000), 24)
    .action(async (called: string | undefined, options: InvoiceOptions, command: Command) => {
      const api = apiFor(options, around, command);
      if (called === undefined) {
        const all = await invoices(api, options.limit);
        await print(around, options, { value: { items: all }, items: all, text: () => invoicesText(all) });
        return;
      }
      const id = called === 'draft' ? called : await idOf(api, 'invoiceId', called);
      if (options.pdf !== undefined) {
        await saved(options.pdf, await invoicePdf(api, id), command);
        around.out(`${options.pdf}\n`);
        return;
      }
      const one = await invoice(api, id);
      await print(around, options, { value: one, text: () => invoiceText(one) });
    });
type InvoiceOptions = Common & Readonly<{ pdf?: string; limit: number }>;

const saved = (file: string, bytes: Uint8Array, command: Command): Promise<void> =>
  writeFile(file, bytes).catch((error: unknown) =>
    command.error(`error: ${file} cannot be written: ${(error as Error).message}`),
  );

export const creditShow = (around: Surroundings): Command =>
  commandFor('show', around)
    .description('list the project’s credits, what is left of them and what it owes')
    .action(async (options: Common, command: Command) => {
      const all = await credits(apiFor(options, around, command));
      await print(around, options, { value: all, items: all.credits, text: () => creditsText(all) });
    });

type ExportOptions = Common & Readonly<{ format: string; endpoint?: string; since?: string; until?: string }>;

const exportCommand = (around: Surroundings): Command =>
  commandFor('export', around)
    .description('write out everything that was used, as lines of bills or as rows of FOCUS 1.2')
    .addOption(
      new Option('--format <format>', 'of the file').choices(['csv', 'focus', 'ndjson']).default('csv'),
    )
    .option('--endpoint <endpoint>', 'only this one’s: its name or its id')
    .option('--since <time>', 'like 30d or 2030-01-01T00:00:00Z; 30 days before --until', timeOf)
    .option('--until <time>', 'the same; now', timeOf)
    .action(async (options: ExportOptions, command: Command) => {
      const api = apiFor(options, around, command);
      const { format, endpoint } = options;
      const [from, until] = [options.since, options.until].map((time) =>
        format === 'focus' ? wholeHour(time) : time,
      );
      const endpointId = endpoint === undefined ? undefined : await endpointIdOf(api, endpoint);
      for await (const text of api.text(asked('/v1/billing/export', { format, endpointId, from, until })))
        around.out(text);
    });

/** Rows of FOCUS are hours: of a time that lies within one its beginning counts. */
const wholeHour = (time: string | undefined): string | undefined => time && `${time.slice(0, 13)}:00:00.000Z`;

const verifyCommand = (around: Surroundings): Command =>
  new Command('verify')
    .description('compute every bill and invoice anew from the log, on the machine of the platform')
    .option('--period <month>', 'only invoices of this month, e.g. 2030-01')
    .option('--invoice <id>', 'only this invoice')
    .action(async ({ period, invoice: id }: Readonly<{ period?: string; invoice?: string }>) => {
      const words = [...(period ? ['--period', period] : []), ...(id ? ['--invoice', id] : [])];
      await verifyBilling(words, around);
    });

export const billingCommand = (around: Surroundings): Command =>
  new Command('billing')
    .helpCommand(false)
    .description('export what was used, or verify the books')
    .addCommand(exportCommand(around))
    .addCommand(verifyCommand(around));
