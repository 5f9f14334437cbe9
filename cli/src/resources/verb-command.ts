/* eslint complexity: ['error', 12] -- each line is a word or an option */
import { type Command, Option } from 'commander';
import { type Surroundings, commandFor, spanOf, wholeUpTo } from '../command.ts';
import { type Filled, bodyOptions, queryOptions, settings } from './fields.ts';
import { helpOf, nounOf } from './kinds.ts';
import { type Operation, operationOf, parametersOf } from './operations.ts';
import type { Resource, Verb } from './resource.ts';

/** What of an operation the command line does by itself. */
const HIDDEN = new Set(['limit', 'wait', 'validateOnly', 'dryRun', 'cursor']);
/** A list goes on for ever; people and most programs want what there is. */
export const MOST = 10_000;

/** A verb, ready to be run. */
export type Plan = Readonly<{
  noun: string;
  verb: Verb;
  operation: Operation;
  /** In the order of the words of the command. */
  words: readonly string[];
  filled: readonly (Filled & Readonly<{ where: 'body' | 'query' }>)[];
  columns: readonly string[];
  wide: readonly string[];
}>;

export const planOf = (resource: Resource, verb: Verb): Plan => {
  const operation = operationOf(verb.operation);
  const parameters = parametersOf(operation).filter(
    (name) => name !== 'projectId' || resource.noun === 'project',
  );
  const query = queryOptions(operation.query ?? {}, HIDDEN);
  const body = bodyOptions(operation.fields ?? {}, verb);
  return {
    noun: resource.noun,
    verb,
    operation,
    words: [...parameters, ...(verb.arguments ?? [])],
    filled: [
      ...query.map((each) => ({ ...each, where: 'query' as const })),
      ...body.map((each) => ({ ...each, where: 'body' as const })),
    ],
    columns: verb.columns ?? resource.columns,
    wide: verb.columns ? (verb.wide ?? []) : (resource.wide ?? []),
  };
};

/** The command of a verb: its words and options are those of the operation. */
export const verbCommand = (name: string, plan: Plan, around: Surroundings): Command => {
  const { verb, operation, words, filled } = plan;
  const command = commandFor(name, around)
    .description(verb.about ?? operation.about)
    .aliases([...(verb.aliases ?? [])]);
  const parameters = parametersOf(operation);
  for (const word of words)
    if (parameters.includes(word)) {
      const called = nounOf(word).replace(' ', '-');
      command.argument(word === 'projectId' ? `[${called}]` : `<${called}>`, helpOf(word));
    } else command.argument(`<${word}>`, operation.fields?.[word]?.about ?? '');
  for (const { option } of filled) command.addOption(option);
  for (const option of besides(plan)) command.addOption(option);
  return command.action(async (...given: unknown[]) => {
    const { ran } = await import('./verb-run.ts');
    await ran(plan, around, given);
  });
};

/** What the command line adds of its own. */
const besides = ({ verb, operation }: Plan): Option[] => [
  ...(operation.answers === 'page'
    ? [
        new Option('--limit <count>', 'how many at most')
          .argParser(wholeUpTo(1_000_000))
          .default(MOST, '10000'),
      ]
    : []),
  ...(operation.method === 'GET' && operation.answers !== 'text'
    ? [
        new Option('-w, --watch', 'go on and show what changes'),
        new Option('--every <seconds>', 'with --watch: how often it looks')
          .argParser(wholeUpTo(3600))
          .default(2),
      ]
    : []),
  ...(operation.fields
    ? [
        new Option('-f, --file <file>', 'the body as JSON or YAML; - for stdin'),
        new Option(
          '--set <path=value>',
          'any field, also null, like limits.tokensPerMinute=null (repeat it)',
        ).argParser(settings),
      ]
    : []),
  ...(operation.ifMatch
    ? [new Option('--if-match <revision>', 'only when it is still at this revision')]
    : []),
  ...(operation.method === 'GET'
    ? []
    : [
        new Option(
          '--dry-run',
          verb.judges ? 'only say what would come of it' : 'only show the request that would be sent',
        ),
      ]),
  ...(verb.waits
    ? [
        new Option('--wait', 'until it is done, and say what happens meanwhile'),
        new Option('--timeout <time>', 'with --wait: how long at most, like 90s or 10m')
          .argParser(spanOf)
          .default(600, '10m'),
      ]
    : []),
  ...(verb.confirm ? [new Option('-y, --yes', 'do not ask')] : []),
  ...(verb.confirm === 'name'
    ? [new Option('--confirm <name>', 'its name, as a sign that it is meant')]
    : []),
];
