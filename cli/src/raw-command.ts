import type { Command } from 'commander';
import { type Common, type Surroundings, apiFor, commandFor, misused } from './command.ts';
import { bodyOfText, placed, settings } from './resources/fields.ts';
import { textOfFile } from './resources/files.ts';

type Options = Common & Readonly<{ file?: string; set?: readonly [string, unknown][]; type: string }>;

export const rawCommand = (around: Surroundings): Command =>
  commandFor('api', around)
    .argument('<method>', 'GET, POST, PUT, PATCH or DELETE')
    .argument('<path>', 'like /v1/endpoints?limit=5')
    .description('call any route of the API, and write what it answers')
    .option('-f, --file <file>', 'the body; - for stdin')
    .option('--set <path=value>', 'a field of the body (repeat it)', settings)
    .option('--type <type>', 'of the body', 'application/json')
    // eslint-disable-next-line complexity -- each line is an option and what it means
    .action(async (method: string, path: string, options: Options, command: Command) => {
      if (!path.startsWith('/')) throw misused('The path begins with /, like /v1/endpoints.');
      const api = apiFor(options, around, command);
      const { file, set = [] } = options;
      const text = file === undefined ? undefined : await textOfFile(file, around);
      const isJson = options.type.includes('json');
      let body: unknown = text;
      if (isJson && (text !== undefined || set.length > 0)) {
        let fields = text === undefined ? {} : await bodyOfText(text, file ?? '');
        for (const [at, value] of set) fields = placed(fields, at.split('.'), value);
        body = fields;
      }
      const { text: answer } = await api.send(method.toUpperCase(), path, {
        type: options.type,
        ...(body !== undefined && { body }),
      });
      if (answer !== '') around.out(answer.endsWith('\n') ? answer : `${answer}\n`);
    });
