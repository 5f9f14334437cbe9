// npm run e2e -- <name>: one end-to-end scenario on the whole platform with all its parts, `<name>-<part>`, or `all`.
import { spawn } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const SUFFIX = '.e2e.spec.ts';
const scenarios: string[] = [];
for await (const file of glob(`*${SUFFIX}`, { cwd: folder })) scenarios.push(file.slice(0, -SUFFIX.length));
scenarios.sort();

const [name = '', ...rest] = process.argv.slice(2);
if (name !== 'all' && !scenarios.includes(name)) {
  console.error(`There is no scenario “${name}”. There are: ${scenarios.join(', ')}, all.`);
  process.exit(2);
}
const files = scenarios
  .filter((scenario) => name === 'all' || scenario === name || scenario.startsWith(`${name}-`))
  .map((scenario) => join(folder, `${scenario}${SUFFIX}`));
const jest = join(folder, '../node_modules/jest/bin/jest.js');
const child = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--config',
    join(folder, 'jest.config.mjs'),
    '--runInBand',
    ...rest,
    '--runTestsByPath',
    ...files,
  ],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => (process.exitCode = code ?? 1));
