import { type WatchChange, watch } from '@tidegate/sdk';
import type { Command } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, print, say, spanOf } from './command.ts';
import { endpointIdOf } from './endpoints.ts';
import { Failed, Interrupted } from './exits.ts';
import { WAIT_S, waited } from './resources/waiting.ts';
import { shown } from './table.ts';

export const waitCommand = (around: Surroundings): Command =>
  commandFor('wait', around)
    .argument('<endpoint>', 'its name or its id')
    .description(
      'wait until an endpoint is as it is wanted; ends with 6 when that takes too long, with 7 when it has failed',
    )
    .option(
      '--for <state>',
      'running, sleeping, stopped, deleted, …, a condition, or settled: nothing more comes of itself',
      'settled',
    )
    .option('--timeout <time>', 'how long at most, like 90s or 10m', spanOf, WAIT_S)
    .action(
      async (
        called: string,
        options: Common & Readonly<{ for: string; timeout: number }>,
        command: Command,
      ) => {
        const api = apiFor(options, around, command);
        const id = await endpointIdOf(api, called);
        const wish = { wanted: options.for, seconds: options.timeout };
        const seen = await waited(api, { around, options }, id, wish);
        const columns = ['ENDPOINT=name', 'STATE=state', 'READY=replicas.ready/replicas.desired'];
        await print(around, options, { value: seen ?? { id, state: 'deleted' }, columns });
      },
    );

const IN_TABLE = new Set(['table', 'wide']);

const lineOf = ({ at, type, endpoint, endpointId, event }: WatchChange): string => {
  const what = endpoint ? `${endpoint.name} is ${endpoint.state}` : (endpointId ?? '');
  return shown(`${at}  ${type.padEnd(26)}  ${what}  ${event.actor ?? ''}`).trimEnd();
};

type WatchOptions = Common & Readonly<{ types?: string; snapshot?: boolean }>;

export const watchCommand = (around: Surroundings): Command =>
  commandFor('watch', around)
    .argument('[endpoint]', 'of this one alone: its name or its id')
    .description(
      'show each change of the project as it comes, until it is ended; lines of JSON with -o jsonl',
    )
    .option('--types <types>', 'only these, with commas between')
    .option('--snapshot', 'what there is at the beginning too')
    .action(async (called: string | undefined, options: WatchOptions, command: Command) => {
      const api = apiFor(options, around, command);
      const id = called === undefined ? undefined : await endpointIdOf(api, called);
      const types = options.types?.split(',');
      const isText = IN_TABLE.has(options.output ?? 'table');
      await new Promise<void>((_, reject) => {
        const { token, project } = api.connection;
        const going = watch({
          url: api.url,
          headers: () => ({
            authorization: `Bearer ${token}`,
            ...(project !== undefined && { 'x-tidegate-project': project }),
          }),
          onSnapshot: (snapshot) => {
            if (options.snapshot === true)
              for (const each of snapshot.endpoints)
                around.out(isText ? `${each.name} is ${each.state}\n` : `${JSON.stringify(each)}\n`);
          },
          onChange: (change) => {
            if (id !== undefined && change.endpointId !== id) return;
            if (types && !types.includes(change.type)) return;
            around.out(isText ? `${lineOf(change)}\n` : `${JSON.stringify(change)}\n`);
          },
          onState: (state, error) => {
            if (state === 'reconnecting')
              say(around, options, 'The connection broke off; it is tried again.');
            if (state === 'ended') reject(new Failed([error?.message ?? 'The platform ended it.']));
          },
        });
        const over = (): void => {
          going.close();
          reject(new Interrupted());
        };
        if (around.signal?.aborted) over();
        else around.signal?.addEventListener('abort', over, { once: true });
      });
    });
