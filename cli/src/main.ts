import { defaultsFrom } from './settings.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), {
  defaults: defaultsFrom(process.env),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
