import { Command, InvalidArgumentError, Option } from 'commander';
import { Api } from './api.ts';
import { EXIT, Failed } from './exits.ts';
import { FORMATS, type Format, type Found, textOf } from './output.ts';
import { momentOf } from './requests.ts';
import { type Defaults, type Said, settingsOf } from './settings.ts';

/** What the program stands in: fakes in specs. */
export type Surroundings = Readonly<{
  defaults: Defaults;
  out: (text: string) => void;
  err: (text: string) => void;
  /** Ends when somebody presses Ctrl-C. */
  signal?: AbortSignal;
  /** Whether people see what goes there. */
  isTty?: Readonly<{ in: boolean; out: boolean; err: boolean }>;
  env?: Readonly<Record<string, string | undefined>>;
  input?: NodeJS.ReadableStream;
}>;

export type Common = Said &
  Readonly<{
    output?: Format;
    columns?: readonly string[];
    quiet?: boolean;
    debug?: boolean;
    color?: boolean;
  }>;

const HEADING = 'Where, who and how:';

const common = (): Option[] => [
  new Option('--url <url>', 'where the platform is (TIDEGATE_URL)').argParser(urlOf),
  new Option(
    '--token <token>',
    'who asks (TIDEGATE_TOKEN; on the machine of npm start the one that it keeps)',
  ),
  new Option('--profile <name>', 'both, as tidegate login has kept them (TIDEGATE_PROFILE)'),
  new Option('--project <project>', 'for the operator: the project to act in (TIDEGATE_PROJECT)'),
  new Option('-o, --output <format>', 'for people or for programs').choices(FORMATS),
  new Option('--columns <paths>', 'of the table, like name,state,replicas.ready').argParser(columnsOf),
  new Option('-q, --quiet', 'say nothing beside what was asked for'),
  new Option('--debug', 'show each request as a command for curl, without the token'),
];

/** What every command takes. */
export const commandFor = (name: string, _around: Surroundings): Command => {
  const command = new Command(name);
  for (const option of common()) command.addOption(option.helpGroup(HEADING));
  return command;
};

const columnsOf = (text: string): string[] => {
  const paths = text.split(',').filter(Boolean);
  if (paths.length > 0) return paths;
  throw new InvalidArgumentError('It must be like name,state,replicas.ready.');
};

const urlOf = (text: string): string => {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It must look like http://127.0.0.1:7070.');
};

export const timeOf = (text: string): string => {
  const moment = momentOf(text, new Date());
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError('It must be like 30m, 24h, 7d or 2030-01-31T00:00:00Z.');
};

const SPAN_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** @returns seconds */
export const spanOf = (text: string): number => {
  const [, count, unit = 's'] = /^(\d{1,7})([smhd])?$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (SPAN_S[unit] ?? 1);
  throw new InvalidArgumentError('It must be like 90s, 10m, 2h or 7d.');
};

export const wholeUpTo =
  (most: number) =>
  (text: string): number => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
  };

export const numberOf = (text: string): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number.');
};

/** Repeated, or with commas between. */
export const listOf = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(','),
];

export const misused = (sentence: string): Failed => new Failed([sentence], { exit: EXIT.misused });

/** Where and who, of this command and those above it. */
export const apiFor = (options: Common, around: Surroundings, command: Command): Api => {
  const said: Common = { ...command.optsWithGlobals<Common>(), ...options };
  const { url, token, project } = settingsOf(said, around.defaults);
  if (!token)
    throw new Failed(
      ['No token: say who asks with --token or TIDEGATE_TOKEN.', 'Or log in once: tidegate login.'],
      { exit: EXIT.unauthorized },
    );
  // It is not repeated: who reads this need not be who may know it.
  if (!TOKEN.test(token)) throw misused('The token has characters that no token has.');
  const debug = said.debug === true ? around.err : undefined;
  return new Api({ url, token, project, signal: around.signal, debug });
};

const TOKEN = /^[\x21-\x7e]+$/;

/** Data goes to stdout, in the format that was asked for. */
export const print = async (
  around: Surroundings,
  options: Readonly<{ json?: boolean }> & Common,
  found: Found,
): Promise<void> =>
  around.out(await textOf(found, options.json === true ? { ...options, output: 'json' } : options));

/** Talk goes to stderr, unless nobody wants it. */
export const say = ({ err }: Surroundings, { quiet }: Common, sentence: string): void => {
  if (quiet !== true) err(`${sentence}\n`);
};

export { json } from './output.ts';

export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    if (signal?.aborted) over();
    else signal?.addEventListener('abort', over, { once: true });
  });
