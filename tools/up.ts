// The launcher: brings Tidegate up on this machine, keeps it up, and takes it down on Ctrl-C.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HELP, parse } from './up/options.ts';
import { run } from './up/run.ts';

const MISUSED = 2;

const asked = parse(process.argv.slice(2), process.env, process.getuid?.() === 0);
switch (asked.kind) {
  case 'help':
    process.stdout.write(HELP);
    break;
  case 'wrong':
    process.stderr.write(`tidegate: ${asked.sentence}\n`);
    process.exitCode = MISUSED;
    break;
  case 'start':
    await run({ ...asked.options, root: dirname(dirname(fileURLToPath(import.meta.url))) });
}
