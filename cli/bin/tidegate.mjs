#!/usr/bin/env node
// What npm links. In the repository the program is compiled (`npm run build`, which `npm start` does too); the package holds a bundle.
import { existsSync } from 'node:fs';

const program = ['../dist/main.js', '../bundle/main.js']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(url));
if (program) await import(program.href);
else {
  process.stderr.write('tidegate: not built yet: run npm run build\n');
  process.exitCode = 1;
}
