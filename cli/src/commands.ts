import { Command } from 'commander';
import type { Surroundings } from './command.ts';
import { NOUNS } from './resources/nouns.ts';

type Make = (around: Surroundings) => Command;

/** A command, whose code is read when it is asked for. */
export type Entry = Readonly<{
  name: string;
  alias?: string;
  about: string;
  group: string;
  load: Make | ((around: Surroundings) => Promise<Command>);
}>;

/** Verbs that are no plain operation, by their noun. */
const BY_HAND: Readonly<Record<string, () => Promise<readonly Make[]>>> = {
  alert: async () => {
    const { alertCreate, alertMute } = await import('./telling-commands.ts');
    return [alertCreate, alertMute];
  },
  channel: async () => [(await import('./telling-commands.ts')).channelCreate],
  credit: async () => [(await import('./money-commands.ts')).creditShow],
  invoice: async () => [(await import('./money-commands.ts')).invoiceShow],
};

const nouns: readonly Entry[] = NOUNS.map((resource) => ({
  name: resource.noun,
  alias: resource.plural,
  about: resource.about,
  group: 'Things:',
  load: async (around: Surroundings) => {
    const { nounCommand } = await import('./resources/noun-command.ts');
    const byHand = (await BY_HAND[resource.noun]?.()) ?? [];
    return nounCommand(
      resource,
      around,
      byHand.map((make) => make(around)),
    );
  },
}));

const entry =
  (group: string) =>
  (name: string, about: string, make: () => Promise<Make>): Entry => ({
    ...{ name, about, group },
    load: async (around) => (await make())(around),
  });
const call = entry('Call an endpoint:');
const see = entry('See what goes on:');
const files = entry('Endpoints as files:');
const pay = entry('Money:');
const self = entry('This program:');

/** Everything there is, in the order of the help. */
export const COMMANDS: readonly Entry[] = [
  call(
    'chat',
    'talk to an endpoint, and see how fast it answers',
    async () => (await import('./calls/chat-command.ts')).chatCommand,
  ),
  call(
    'invoke',
    'call any path of an endpoint',
    async () => (await import('./calls/invoke-command.ts')).invokeCommand,
  ),
  call(
    'bench',
    'put load on an endpoint, and watch what it does',
    async () => (await import('./calls/bench-command.ts')).benchCommand,
  ),
  see(
    'why',
    'why an endpoint has the replicas it has',
    async () => (await import('./why-command.ts')).whyCommand,
  ),
  see('logs', 'what replicas say; -f follows', async () => (await import('./logs-command.ts')).logsCommand),
  see('top', 'what every endpoint does now', async () => (await import('./metrics-commands.ts')).topCommand),
  see(
    'requests',
    'who called, and what became of it',
    async () => (await import('./requests-command.ts')).requestsCommand,
  ),
  see(
    'metrics',
    'how an endpoint or the project did',
    async () => (await import('./metrics-commands.ts')).metricsCommand,
  ),
  see('watch', 'each change as it comes', async () => (await import('./waiting-commands.ts')).watchCommand),
  see(
    'wait',
    'until an endpoint is as it is wanted',
    async () => (await import('./waiting-commands.ts')).waitCommand,
  ),
  see(
    'simulate',
    'its recorded traffic under other policies',
    async () => (await import('./simulate-command.ts')).simulateCommand,
  ),
  files(
    'apply',
    'bring endpoints to what files say',
    async () => (await import('./manifest-commands.ts')).applyCommand,
  ),
  files(
    'diff',
    'say what apply would change',
    async () => (await import('./manifest-commands.ts')).diffCommand,
  ),
  files(
    'export',
    'write endpoints as YAML',
    async () => (await import('./manifest-commands.ts')).exportCommand,
  ),
  pay(
    'cost',
    'what an hour costs, the month so far, a forecast',
    async () => (await import('./money-commands.ts')).costCommand,
  ),
  pay(
    'usage',
    'what was used and what it costs',
    async () => (await import('./money-commands.ts')).usageCommand,
  ),
  pay(
    'billing',
    'export what was used, or verify the books',
    async () => (await import('./money-commands.ts')).billingCommand,
  ),
  ...nouns,
  self(
    'login',
    'keep where a platform is and who you are there',
    async () => (await import('./account-commands.ts')).loginCommand,
  ),
  self(
    'logout',
    'forget who you are there',
    async () => (await import('./account-commands.ts')).logoutCommand,
  ),
  self(
    'profile',
    'several platforms, one of them current',
    async () => (await import('./account-commands.ts')).profileCommand,
  ),
  self(
    'whoami',
    'who asks, of which project, and what for',
    async () => (await import('./account-commands.ts')).whoamiCommand,
  ),
  self('open', 'open the console in a browser', async () => (await import('./open-command.ts')).openCommand),
  self(
    'doctor',
    'find out what is wrong, and what to do',
    async () => (await import('./doctor/doctor-command.ts')).doctorCommand,
  ),
  self('api', 'call any route of the API', async () => (await import('./raw-command.ts')).rawCommand),
  self(
    'completion',
    'let the shell complete commands and names',
    async () => (await import('./completion/completion-command.ts')).completionCommand,
  ),
];

export const entryCalled = (name: string): Entry | undefined =>
  COMMANDS.find((each) => each.name === name || each.alias === name);

/** A command that only has a line in the help. */
export const named = ({ name, alias, about, group }: Entry): Command => {
  const command = new Command(name).description(about).helpGroup(group);
  return alias === undefined ? command : command.alias(alias);
};
