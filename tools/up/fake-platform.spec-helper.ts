// The launcher with fake services, as a program of its own, for tests that send it signals.
import { fileURLToPath } from 'node:url';
import { parse } from './options.ts';
import { run } from './run.ts';

const fake = fileURLToPath(new URL('./fake-service.spec-helper.ts', import.meta.url));
const asked = parse(process.argv.slice(2), process.env, process.getuid?.() === 0);
if (asked.kind !== 'start') throw new Error(JSON.stringify(asked));
await run({ ...asked.options, root: '/', words: (service) => [fake, service] });
