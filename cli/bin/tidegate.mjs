#!/usr/bin/env node
// What npm links. The program itself is compiled: `npm run build`, which `npm start` does too.
import { existsSync } from 'node:fs';

const program = new URL('../dist/main.js', import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('tidegate: not built yet: run npm run build\n');
  process.exitCode = 1;
}
