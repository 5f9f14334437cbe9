import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { type Common, type Surroundings, apiFor, commandFor, misused, say } from '../command.ts';
import { endpointIdOf } from '../endpoints.ts';
import { EXIT, Failed, Interrupted, exitOfStatus } from '../exits.ts';
import { textOfFile } from '../resources/files.ts';

type Options = Common &
  Readonly<{ method?: string; data?: string; header: readonly string[]; async?: boolean; include?: boolean }>;

const headersOf = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw misused(`A header is like “name: value”, not “${line}”.`);
      return [name.toLowerCase(), value];
    }),
  );

const dataOf = async (data: string | undefined, around: Surroundings): Promise<string | undefined> => {
  if (!data?.startsWith('@')) return data;
  const file = data.slice(1);
  return file === '-'
    ? textOfFile('-', around)
    : readFile(file, 'utf8').catch(() => {
        throw misused(`${file} cannot be read.`);
      });
};

export const invokeCommand = (around: Surroundings): Command =>
  commandFor('invoke', around)
    .argument('<endpoint>', 'its name or its id')
    .argument('[path]', 'like /chat/completions or /v1/embeddings', '/')
    .description('call any path of an endpoint, and write what it answers as it comes')
    .option('-X, --method <method>', 'POST with --data, else GET')
    .option('-d, --data <text>', 'the body; @file or @- for stdin')
    .option(
      '-H, --header <header>',
      'like “accept: text/plain” (repeat it)',
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .option('--async', 'queue it: the answer says where its result will be')
    .option('-i, --include', 'the status and the headers too, on stderr')
    // eslint-disable-next-line complexity -- each line is an option and what it means
    .action(async (endpoint: string, path: string, options: Options, command: Command) => {
      const api = apiFor(options, around, command);
      const headers = headersOf(options.header);
      const body = await dataOf(options.data, around);
      const id = await endpointIdOf(api, endpoint);
      const method = options.method?.toUpperCase() ?? (body === undefined ? 'GET' : 'POST');
      const response = await api.open(method, `/api/d/${id}${path.startsWith('/') ? '' : '/'}${path}`, {
        headers: { ...headers, ...(options.async === true && { prefer: 'respond-async' }) },
        ...(body !== undefined && { body, type: headers['content-type'] ?? 'application/json' }),
      });
      if (options.include === true) {
        around.err(`${response.status} ${response.statusText}\n`);
        for (const [name, value] of response.headers) around.err(`${name}: ${value}\n`);
      }
      await written(response, around);
      if (!response.ok)
        throw new Failed([`It answered ${response.status}.`], { exit: exitOfStatus(response.status) });
      const location = response.headers.get('preference-applied') === 'respond-async';
      if (location) say(around, options, `See what becomes of it: tidegate invocation list ${endpoint}`);
    });

/** As it comes; a terminal gets a line of its own after it. */
const written = async (response: Response, { out, isTty, signal }: Surroundings): Promise<void> => {
  const decoder = new TextDecoder();
  let last = '\n';
  try {
    for await (const part of response.body ?? []) {
      const text = decoder.decode(part as Uint8Array, { stream: true });
      out(text);
      last = text.at(-1) ?? last;
    }
  } catch (error) {
    if (signal?.aborted) throw new Interrupted();
    throw new Failed([`The answer broke off (${(error as Error).message}).`], { exit: EXIT.failed });
  }
  if (isTty?.out === true && last !== '\n') out('\n');
};
