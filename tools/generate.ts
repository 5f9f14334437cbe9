// Writes what is derived from the code: docs/events (AsyncAPI, JSON Schemas), docs/errors, docs/api (OpenAPI), the SDK’s types and the dashboards
// of infra/grafana, and lints the OpenAPI document and the proto files. `--check` only compares, names what differs, and exits 1 when something does.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dashboards } from './generate/boards/boards.ts';
import { asyncApi, jsonSchemas } from './generate/async-api.ts';
import { cliOperations } from './generate/cli-operations.ts';
import { errorPages } from './generate/error-pages.ts';
import { openApi, openApiProblems } from './generate/openapi.ts';
import { sdkTypes } from './generate/sdk-types.ts';
import { protoProblems } from './generate/protos.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const checking = process.argv.includes('--check');
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const api = await openApi(root);
const folders: Record<string, [string, string][]> = {
  'docs/events': [
    ['asyncapi.json', json(asyncApi(version))],
    ...jsonSchemas().map(([name, schema]): [string, string] => [name, json(schema)]),
  ],
  'docs/errors': errorPages(),
  'docs/api': [['openapi.json', api]],
  'cli/api': [['operations.json', cliOperations(api)]],
  'libs/sdk/src/generated': [['api.ts', await sdkTypes(api)]],
  'infra/grafana/dashboards': await dashboards(),
};

const different: string[] = [];

const sweep = async (folder: string, wanted: ReadonlySet<string>): Promise<void> => {
  for (const name of await readdir(join(root, folder))) {
    if (wanted.has(name)) continue;
    different.push(`${folder}/${name} should not be there`);
    if (!checking) await rm(join(root, folder, name));
  }
};

const bring = async (path: string, text: string): Promise<void> => {
  const found = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (found === text) return;
  different.push(`${path} is ${found === undefined ? 'missing' : 'out of date'}`);
  if (!checking) await writeFile(join(root, path), text);
};

for (const [folder, files] of Object.entries(folders)) {
  await mkdir(join(root, folder), { recursive: true });
  await sweep(folder, new Set(files.map(([name]) => name)));
  for (const [name, text] of files) await bring(`${folder}/${name}`, text);
}

const problems = [...(await openApiProblems(api)), ...(await protoProblems(root))];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
if (checking && different.length > 0) {
  console.error(`${different.join('\n')}\nRun: npm run generate`);
  process.exit(1);
}
console.log(
  checking ? 'generated files are up to date' : `${String(different.length)} generated files written`,
);
