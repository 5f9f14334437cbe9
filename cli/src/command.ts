import { Command, InvalidArgumentError, Option } from 'commander';
import { Api } from './api.ts';
import { momentOf } from './requests.ts';
import type { Defaults } from './settings.ts';

export type Surroundings = Readonly<{
  defaults: Defaults;
  out: (text: string) => void;
  err: (text: string) => void;
}>;

export type Common = Readonly<{ url: string; token?: string; output: 'table' | 'json' }>;

/** What every command takes. */
export const commandFor = (name: string, { defaults }: Surroundings): Command =>
  new Command(name)
    .option('--url <url>', 'where the platform is (TIDEGATE_URL)', urlOf, defaults.url)
    .option('--token <token>', 'who asks (TIDEGATE_TOKEN; on the machine of npm start the one that it keeps)')
    .addOption(
      new Option('-o, --output <format>', 'for people or for programs')
        .choices(['table', 'json'])
        .default('table'),
    );

const urlOf = (text: string): string => {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It must look like http://127.0.0.1:7070.');
};

export const timeOf = (text: string): string => {
  const moment = momentOf(text, new Date());
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError('It must be like 30m, 24h, 7d or 2030-01-31T00:00:00Z.');
};

export const wholeUpTo =
  (most: number) =>
  (text: string): number => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };

export const apiFor = ({ url, token }: Common, { defaults }: Surroundings, command: Command): Api => {
  const given = token ?? defaults.token ?? (url === defaults.url ? defaults.keptToken : null);
  if (!given) return command.error('error: no token: say who asks with --token or TIDEGATE_TOKEN');
  // It is not repeated: who reads this need not be who may know it.
  if (!TOKEN.test(given)) return command.error('error: the token has characters that no token has');
  return new Api(url, given);
};

const TOKEN = /^[\x21-\x7e]+$/;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
