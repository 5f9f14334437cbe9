import { run } from './run.ts';
import { defaultsFrom } from './settings.ts';

const ended = new AbortController();
// The second Ctrl-C does not wait for what is being tidied up.
process.on('SIGINT', () => (ended.signal.aborted ? process.exit(130) : ended.abort()));
process.on('SIGTERM', () => ended.abort());
// Whoever read what this writes, like head, has had enough.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await run(process.argv.slice(2), {
  defaults: defaultsFrom(process.env),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  signal: ended.signal,
  isTty: {
    in: process.stdin.isTTY && process.env['CI'] === undefined,
    out: process.stdout.isTTY && process.env['TERM'] !== 'dumb',
    err: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
  },
  env: process.env,
  input: process.stdin,
});
