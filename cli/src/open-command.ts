import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import type { Api } from './api.ts';
import { type Common, type Surroundings, apiFor, commandFor, print, say } from './command.ts';
import { endpointIdOf } from './endpoints.ts';
import { Failed } from './exits.ts';
import { ownProject } from './resources/kinds.ts';

const PROGRAMS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Nothing waits for the browser; that there is none is no failure. */
const opened = (url: string): void => {
  const [program, ...words] = PROGRAMS[process.platform] ?? ['xdg-open'];
  spawn(program, [...words, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
};

/** The operator may let a browser in once; whoever has a token of a project signs in with it. */
const linkOf = async (api: Api, path: string): Promise<string> => {
  const me = await api.call<{ kind: string }>('GET', '/v1/me');
  if (me.kind !== 'operator') return `${api.url}${path}`;
  const projectId = await ownProject(api).catch((error: unknown) => {
    if (error instanceof Failed) return undefined;
    throw error;
  });
  const made = await api.call<{ path: string }>(
    'POST',
    '/v1/sign-in-codes',
    projectId === undefined ? {} : { projectId },
  );
  return `${api.url}${made.path}`;
};

type Options = Common & Readonly<{ print?: boolean }>;

export const openCommand = (around: Surroundings): Command =>
  commandFor('open', around)
    .alias('console')
    .argument('[endpoint]', 'its page: its name or its id')
    .description('open the console in a browser; the operator is signed in by a link that works once')
    .option('--print', 'only say where it is')
    .action(async (called: string | undefined, options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      const path = called === undefined ? '/' : `/endpoints/${await endpointIdOf(api, called)}`;
      const url = await linkOf(api, path);
      await print(around, options, { value: { url }, text: () => `${url}\n` });
      if (options.print === true || around.isTty?.out !== true) return;
      opened(url);
      say(around, options, 'It is opened in your browser.');
    });
