import type { Command } from 'commander';
import type { Api } from '../api.ts';
import { type Common, type Surroundings, apiFor, print, say } from '../command.ts';
import { at } from '../columns.ts';
import { Failed } from '../exits.ts';
import type { Found } from '../output.ts';
import { asked } from '../pages.ts';
import { shown } from '../table.ts';
import { type Sure, sureOf } from './confirming.ts';
import { bodyOfText, fieldAt, pairs, placed, valueOf } from './fields.ts';
import { textOfFile } from './files.ts';
import { idOf, nounOf, ownProject, pathOf } from './kinds.ts';
import { type Operation, parametersOf } from './operations.ts';
import { previewText } from './preview.ts';
import type { Plan } from './verb-command.ts';
import { waited } from './waiting.ts';
import { watched } from './watching.ts';

type Options = Common &
  Sure &
  Readonly<{
    limit?: number;
    watch?: boolean;
    every?: number;
    file?: string;
    set?: readonly [string, unknown][];
    ifMatch?: string;
    dryRun?: boolean;
    wait?: boolean;
    timeout?: number;
  }>;
type Value = Record<string, unknown>;
type Run = Readonly<{ plan: Plan; around: Surroundings; options: Options; api: Api; words: Words }>;
/** What was typed, by the name of its place. */
type Words = Readonly<Record<string, string>>;

/** Runs a verb with what commander hands over: words, options, the command. */
export const ran = async (plan: Plan, around: Surroundings, given: readonly unknown[]): Promise<void> => {
  const [options, command] = given.slice(-2) as [Options, Command];
  const words = Object.fromEntries(
    plan.words.flatMap((name, n) => {
      const word = given[n];
      return typeof word === 'string' ? [[name.replace(/\?$/, ''), word]] : [];
    }),
  );
  const api = apiFor(options, around, command);
  const run: Run = { plan, around, options, api, words };
  const known = await knownOf(run);
  const path = pathOf(plan.operation.path, known);
  const query = await queryOf(run);
  if (plan.operation.method === 'GET') await looked(run, path, query);
  else await done(run, path, query);
};

const knownOf = async ({ plan, api, words }: Run): Promise<Record<string, string>> => {
  const known: Record<string, string> = {};
  for (const name of parametersOf(plan.operation)) {
    const called = words[name];
    known[name] =
      called === undefined && name === 'projectId'
        ? await ownProject(api)
        : await idOf(api, name, called ?? '', known);
  }
  return known;
};

const queryOf = async ({ plan, options, api }: Run): Promise<Record<string, string>> => {
  const query: Record<string, string> = {};
  for (const { option, path, where } of plan.filled) {
    const value = (options as Value)[option.attributeName()];
    if (where !== 'query' || value === undefined) continue;
    const text = [value].flat().map(String).join(',');
    query[path] = path === 'endpointId' || path === 'endpoint' ? await idOf(api, 'endpointId', text) : text;
  }
  return query;
};

const looked = async (run: Run, path: string, query: Record<string, string>): Promise<void> => {
  const { plan, around, options, api } = run;
  if (plan.operation.answers === 'text') {
    for await (const text of api.text(asked(path, query))) around.out(text);
    return;
  }
  const look = (): Promise<Found> => found(run, path, query);
  if (options.watch === true) await watched(look, { around, options, seconds: options.every ?? 2 });
  else await print(around, options, await look());
};

type Page = Readonly<{ items: readonly unknown[]; nextCursor: string | null }>;
const PAGE = 200;

const found = async (
  { plan, options, api }: Run,
  path: string,
  query: Record<string, string>,
): Promise<Found> => {
  const { verb, operation, columns, wide } = plan;
  if (operation.answers === 'one') {
    const value = await api.call<unknown>('GET', asked(path, query));
    return foundOf(plan, value, verb.isWhole ?? verb.columns === undefined);
  }
  const items = await itemsOf(api, operation, { path, query, most: options.limit ?? PAGE });
  if (verb.isReversed === true) items.reverse();
  const { nothing } = verb;
  return { value: { items }, items, columns, wide, ...(nothing && { nothing }) };
};

type Asked = Readonly<{ path: string; query: Record<string, string>; most: number }>;

/** Page by page, as many as are wanted. */
const itemsOf = async (api: Api, operation: Operation, { path, query, most }: Asked): Promise<unknown[]> => {
  const items: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const limit = operation.query?.['limit'] ? Math.min(PAGE, most - items.length) : undefined;
    const page: Page = await api.call('GET', asked(path, { ...query, limit, cursor }));
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    if (cursor === undefined || items.length >= most) return items.slice(0, most);
  }
};

/** One thing; or the list within it that people came for. */
const foundOf = ({ verb, columns, wide }: Plan, value: unknown, isWhole: boolean): Found => {
  const { part, bare } = verb;
  if (part) {
    const above = part.above === undefined ? '' : at(value, part.above);
    const sentence = typeof above === 'string' && above !== '' ? `${shown(above)}\n\n` : '';
    return { value, items: listAt(value, part.path), columns, wide, sentence };
  }
  const text = bare === undefined ? undefined : () => `${wordAt(value, bare)}\n`;
  return { value, ...(isWhole ? {} : { columns, wide }), ...(text && { text }) };
};

/** A request that changes something. */
const done = async (run: Run, path: string, query: Record<string, string>): Promise<void> => {
  const { plan, around, options, words } = run;
  const { verb, operation } = plan;
  const body = await bodyOf(run);
  const isJudged = options.dryRun === true && verb.judges !== undefined;
  const to = asked(path, { ...query, ...(isJudged && { [verb.judges ?? '']: 'true' }) });
  if (options.dryRun === true && !isJudged) {
    const value = { method: operation.method, path: to, ...(body && { body }) };
    await print(around, options, { value });
    return;
  }
  if (isJudged) {
    await judgedSo(run, await sent(run, to, body));
    return;
  }
  const last = parametersOf(operation).at(-1);
  const called = last === undefined ? '' : (words[last] ?? '');
  const typed = await sureOf(around, verb, options, `${whatOf(plan, last)} ${called}`.trim());
  await told(run, await sent(run, to, confirmed(plan, body, typed)), called);
};

const whatOf = ({ noun }: Plan, last: string | undefined): string =>
  last === undefined ? noun : nounOf(last);

const confirmed = (
  { verb, operation }: Plan,
  body: Value | undefined,
  typed: string | undefined,
): Value | undefined =>
  verb.confirm === 'name' && operation.fields?.['confirm'] ? { ...body, confirm: typed } : body;

const sent = async (
  { api, plan, options: { ifMatch } }: Run,
  path: string,
  body: Value | undefined,
): Promise<unknown> => {
  const { method, sends } = plan.operation;
  const headers =
    ifMatch === undefined ? {} : { 'if-match': /^\d+$/.test(ifMatch) ? `"r${ifMatch}"` : ifMatch };
  const { text } = await api.send(method, path, {
    headers,
    ...(body && { body }),
    ...(sends !== undefined && { type: sends }),
  });
  return text === '' ? null : (JSON.parse(text) as unknown);
};

const judgedSo = async ({ around, options }: Run, answer: unknown): Promise<void> => {
  await print(around, options, { value: answer, text: () => previewText(answer) });
  if (at(answer, 'valid') === false)
    throw new Failed(['It would be refused: see above.'], { isRefusal: true });
};

/** What came of it, after the wait if one was wanted. */
const told = async (run: Run, answer: unknown, called: string): Promise<void> => {
  const { plan, around, options, api } = run;
  const { verb } = plan;
  for (const warning of listAt(answer, 'warnings'))
    say(around, options, `warning: ${wordAt(warning, 'message')}`);
  const id = at(answer, 'id');
  const seen =
    options.wait === true && verb.waits && typeof id === 'string'
      ? await waited(api, run, id, { wanted: verb.waits, seconds: options.timeout })
      : undefined;
  const value = seen ?? answer;
  if (verb.says !== undefined)
    say(around, options, filledIn(verb.says, value, { called, platform: api.url }));
  if (value === null) {
    if (options.output === 'json' || options.output === 'jsonl') around.out('{}\n');
    return;
  }
  await print(around, options, foundOf(plan, value, verb.isWhole === true));
};

const wordAt = (value: unknown, path: string): string => {
  const word = at(value, path);
  return typeof word === 'string' || typeof word === 'number' ? String(word) : '';
};

const listAt = (value: unknown, path: string): readonly unknown[] => {
  const list = at(value, path);
  return Array.isArray(list) ? list : [];
};

const filledIn = (sentence: string, value: unknown, besides: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{([\w.]+)\}/g, (_, path: string) =>
    shown(besides[path] ?? (wordAt(value, path) || '-')),
  );

/** The file first, then the words, then the options, then what is set. */
const bodyOf = async (run: Run): Promise<Value | undefined> => {
  const { plan, options, words, around, api } = run;
  const { operation, verb, filled } = plan;
  if (!operation.fields) return undefined;
  const fields = operation.fields;
  let body: Value =
    options.file === undefined ? {} : await bodyOfText(await textOfFile(options.file, around), options.file);
  const given: [string, unknown][] = [
    ...Object.entries(words)
      .filter(([name]) => fieldAt(fields, name) !== undefined && !parametersOf(operation).includes(name))
      .map(([name, word]): [string, unknown] => [
        name,
        verb.takesOutOf === name ? { [word]: null } : wordOf(fieldAt(fields, name)?.type, word),
      ]),
    ...filled
      .filter(({ where, option }) => where === 'body' && option.attributeName() in options)
      .map(({ option, path }): [string, unknown] => [
        path,
        valueOf(fieldAt(fields, path), (options as Value)[option.attributeName()]),
      ]),
    ...(options.set ?? []),
  ];
  for (const [path, value] of given)
    body = placed(body, path.split('.'), await namedIn(api, verb.names?.[path], value));
  return body;
};

/** What a word means where a number or a list stands. */
const wordOf = (type: string | undefined, word: string): unknown => {
  if (type === 'list') return word.split(',');
  if (type === 'pairs') return pairs(word);
  return (type === 'whole' || type === 'number') && word !== '' && Number.isFinite(Number(word))
    ? Number(word)
    : word;
};

/** Things are called by their names; the platform wants ids. */
const namedIn = async (api: Api, parameter: string | undefined, value: unknown): Promise<unknown> => {
  if (parameter === undefined || value === null) return value;
  if (!Array.isArray(value)) return typeof value === 'string' ? idOf(api, parameter, value) : value;
  const ids: string[] = [];
  for (const each of value) ids.push(await idOf(api, parameter, String(each)));
  return ids;
};
