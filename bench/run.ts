// npm run bench -- <name> [--json]: one benchmark, its figures by name. Progress goes to stderr.
import { glob } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './benchmark.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const names: string[] = [];
for await (const file of glob('*.bench.ts', { cwd: folder })) names.push(file.slice(0, -'.bench.ts'.length));
names.sort();

const [name = '', ...flags] = process.argv.slice(2);
const options = flags.filter((flag) => flag !== '--json');
if (!names.includes(name)) {
  console.error(`There is no benchmark “${name}”. There are: ${names.join(', ')}.`);
  process.exit(2);
}

const { benchmark } = (await import(`./${name}.bench.ts`)) as { benchmark: Benchmark };
if (options.length > 0 && benchmark.options === undefined) {
  console.error(`Unknown flag ${String(options[0])}; there is --json.`);
  process.exit(2);
}
console.error(benchmark.what);
const figures = Object.fromEntries(
  Object.entries(await benchmark.run((line) => console.error(`  ${line}`), options)).map(([key, value]) => [
    key,
    Number(value.toPrecision(4)),
  ]),
);
if (flags.includes('--json')) console.log(JSON.stringify({ bench: name, figures }));
else
  for (const [figure, value] of Object.entries(figures)) {
    const goal = benchmark.goals[figure];
    console.log(
      `${figure.padEnd(26)} ${String(value).padStart(12)}${goal === undefined ? '' : `   goal ${goal}`}`,
    );
  }
process.exit(0);
