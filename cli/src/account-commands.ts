import { Command } from 'commander';
import { Api } from './api.ts';
import { type Common, type Surroundings, apiFor, commandFor, misused, print, say } from './command.ts';
import { addDefault } from './default-command.ts';
import { Failed, notFound } from './exits.ts';
import { type Config, type Profile, withProfile, withoutProfile, writeConfig } from './profiles.ts';
import { answerOf } from './resources/confirming.ts';
import { textOfFile } from './resources/files.ts';
import { LOCAL, configOf, settingsOf } from './settings.ts';

const ME = ['WHO=actor', 'ROLE=role', 'PROJECT=projectId', 'SCOPES=scopes', 'EXPIRES=expiresAt|time'];

type Me = Readonly<{ kind: string; actor: string; projectId: string | null }>;

const fileOf = ({ defaults }: Surroundings): string => {
  if (defaults.configFile === undefined) throw new Failed(['There is no place to keep profiles.']);
  return defaults.configFile;
};

/** Without a prompt it comes from stdin, so that it stands in no history of commands. */
const tokenOf = async (given: string | undefined, around: Surroundings): Promise<string> => {
  const text =
    given ??
    (await answerOf(around, 'Token: ')) ??
    (around.isTty?.in === true ? '' : await textOfFile('-', around));
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw misused(
    'Give a token: --token, or on stdin. The owner of a project makes one: tidegate token create.',
  );
};

export const loginCommand = (around: Surroundings): Command =>
  commandFor('login', around)
    .argument('[profile]', 'what it shall be called', 'default')
    .description(
      'keep where a platform is and who you are there; the token comes from --token, a question or stdin',
    )
    .action(async (name: string, options: Common) => {
      const { defaults } = around;
      const url = options.url ?? defaults.url ?? LOCAL;
      const token = await tokenOf(options.token ?? defaults.token ?? undefined, around);
      const project = options.project ?? defaults.project ?? undefined;
      const me = await new Api({ url, token, project, signal: around.signal }).call<Me>('GET', '/v1/me');
      const profile: Profile = { url, token, ...(project !== undefined && { project }) };
      writeConfig(fileOf(around), withProfile(configOf(defaults), name, profile));
      say(around, options, `Logged in to ${url} as ${me.actor}, kept as profile ${name}.`);
      await print(around, options, { value: me, columns: ME });
    });

export const logoutCommand = (around: Surroundings): Command =>
  commandFor('logout', around)
    .argument('[profile]', 'which; the current one')
    .description('forget a profile and its token; the token itself goes on until it is revoked')
    .action((called: string | undefined, options: Common) => {
      const config = configOf(around.defaults);
      const name = called ?? options.profile ?? config.current;
      if (name === null || !config.profiles[name]) throw notFound(`There is no profile “${name ?? ''}”.`);
      writeConfig(fileOf(around), withoutProfile(config, name));
      say(around, options, `Profile ${name} is forgotten.`);
    });

const shownProfile = ({ current }: Config, name: string, { url, token, project }: Profile) => ({
  name,
  current: name === current,
  url,
  project: project ?? null,
  hasToken: token !== undefined,
});

const COLUMNS = ['PROFILE=name', 'CURRENT=current|yes', 'URL=url', 'PROJECT=project', 'TOKEN=hasToken|yes'];

export const profileCommand = (around: Surroundings): Command => {
  const list = commandFor('list', around)
    .description('list profiles; tokens are not shown')
    .action(async (options: Common) => {
      const config = configOf(around.defaults);
      const items = Object.entries(config.profiles).map(([name, each]) => shownProfile(config, name, each));
      const nothing = 'No profiles: tidegate login makes one.';
      await print(around, options, { value: { items }, items, columns: COLUMNS, nothing });
    });
  const use = commandFor('use', around)
    .argument('<name>', 'which')
    .description('make a profile the current one')
    .action((name: string, options: Common) => {
      const config = configOf(around.defaults);
      const profile = config.profiles[name];
      if (!profile) throw notFound(`There is no profile “${name}”.`, 'tidegate profile list shows them.');
      writeConfig(fileOf(around), withProfile(config, name, profile));
      say(around, options, `${name} is current: ${profile.url}`);
    });
  const set = commandFor('set', around)
    .argument('<name>', 'which; made when it is not there')
    .description('change the --url, --token or --project of a profile without asking the platform')
    .action((name: string, options: Common) => {
      const config = configOf(around.defaults);
      const before = config.profiles[name] ?? { url: LOCAL };
      // A token belongs to one platform: it does not follow the profile to another.
      const kept =
        options.url === undefined || options.url === before.url ? before : { ...before, token: undefined };
      const { url, token, project } = options;
      const profile = { ...kept, ...(url && { url }), ...(token && { token }), ...(project && { project }) };
      writeConfig(fileOf(around), { ...withProfile(config, name, profile), current: config.current ?? name });
    });
  const show = commandFor('show', around)
    .description('say which platform commands go to, and as whom')
    .action(async (options: Common) => {
      const { url, token, project, profile } = settingsOf(options, around.defaults);
      await print(around, options, {
        value: { profile, url, project: project ?? null, hasToken: token !== null },
        columns: ['PROFILE=profile', 'URL=url', 'PROJECT=project', 'TOKEN=hasToken|yes'],
      });
    });
  const command = new Command('profile')
    .alias('profiles')
    .description('several platforms, one of them current')
    .helpCommand(false);
  for (const each of [use, set, show]) command.addCommand(each);
  return addDefault(command, list);
};

export const whoamiCommand = (around: Surroundings): Command =>
  commandFor('whoami', around)
    .description('say who asks, of which project, what for and until when')
    .action(async (options: Common, command: Command) => {
      const me = await apiFor(options, around, command).call<Me>('GET', '/v1/me');
      await print(around, options, { value: me, columns: ME });
      if (me.kind === 'operator' && me.projectId === null)
        say(around, options, 'Say in which project to act with --project or TIDEGATE_PROJECT.');
    });
