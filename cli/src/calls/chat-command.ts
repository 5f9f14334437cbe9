import { type Command } from 'commander';
import type { Api } from '../api.ts';
import {
  type Common,
  type Surroundings,
  apiFor,
  commandFor,
  misused,
  numberOf,
  print,
  say,
  wholeUpTo,
} from '../command.ts';
import { endpointIdOf } from '../endpoints.ts';
import { answerOf } from '../resources/confirming.ts';
import { settings } from '../resources/fields.ts';
import { textOfFile } from '../resources/files.ts';
import { type Answered, type Message, chatted, speedText } from './chat.ts';

type Options = Common &
  Readonly<{
    system?: string;
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    seed?: number;
    set?: readonly [string, unknown][];
  }>;

export const chatCommand = (around: Surroundings): Command =>
  commandFor('chat', around)
    .argument('<endpoint>', 'its name or its id')
    .argument('[words...]', 'what to say; without it what comes from stdin, or a talk')
    .description('talk to an endpoint; says on stderr how soon and how fast the answer came')
    .option('--system <text>', 'what it is told before')
    .option('--max-tokens <count>', 'how long the answer may be', wholeUpTo(1_000_000))
    .option('--temperature <number>', 'how freely it chooses', numberOf)
    .option('--top-p <share>', 'among how many it chooses', numberOf)
    .option('--seed <number>', 'the same again', numberOf)
    .option('--set <name=value>', 'any other parameter, like top_k=40 (repeat it)', settings)
    .action(async (endpoint: string, words: string[], options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      const endpointId = await endpointIdOf(api, endpoint);
      const before: Message[] =
        options.system === undefined ? [] : [{ role: 'system', content: options.system }];
      const talk: Talk = { api, around, options, endpointId };
      if (words.length === 0 && around.isTty?.in === true) return talked(talk, before);
      const content = words.length > 0 ? words.join(' ') : (await textOfFile('-', around)).trim();
      if (content === '') throw misused('Say what to ask: words behind the endpoint, or on stdin.');
      await once(talk, [...before, { role: 'user', content }]);
    });

type Talk = Readonly<{ api: Api; around: Surroundings; options: Options; endpointId: string }>;

const once = async (
  { api, around, options, endpointId }: Talk,
  messages: readonly Message[],
): Promise<Answered> => {
  const isText = (options.output ?? 'table') === 'table';
  const wish = { messages, parameters: parametersOf(options) };
  const answered = await chatted(api, endpointId, wish, (text) => {
    if (isText) around.out(text);
  });
  if (isText) around.out('\n');
  else await print(around, options, { value: answered });
  say(around, options, speedText(answered));
  return answered;
};

const parametersOf = ({
  maxTokens,
  temperature,
  topP,
  seed,
  set = [],
}: Options): Record<string, unknown> => ({
  ...(maxTokens !== undefined && { max_tokens: maxTokens }),
  ...(temperature !== undefined && { temperature }),
  ...(topP !== undefined && { top_p: topP }),
  ...(seed !== undefined && { seed }),
  ...Object.fromEntries(set),
});

/** Turn by turn, until there is nothing more to say. */
const talked = async (talk: Talk, before: readonly Message[]): Promise<void> => {
  const messages = [...before];
  say(talk.around, talk.options, 'An empty line or Ctrl-C ends the talk.');
  for (;;) {
    const content = await answerOf(talk.around, '> ');
    if (content === undefined || content === '') return;
    messages.push({ role: 'user', content });
    const { text } = await once(talk, messages);
    messages.push({ role: 'assistant', content: text });
  }
};
