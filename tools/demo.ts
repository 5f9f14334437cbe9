// npm run demo: in a minute and a half what Tidegate is about, on the platform that runs on this machine, or on one brought up for it.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPlatform } from './demo/platform.ts';
import { Narrator } from './demo/narrator.ts';
import { tell } from './demo/story.ts';

const INTERRUPTED = 130;
const HELP = `Shows on the sample endpoint how it scales out, why, what that costs, how it sleeps and how it wakes.

  npm run demo     on the platform of npm start (TIDEGATE_HOME, TIDEGATE_PORT), or of TIDEGATE_URL with TIDEGATE_TOKEN;
                   where none runs, one is brought up, and stopped again at the end

The endpoint’s own settings are put back at the end, also after Ctrl-C.
`;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const main = async (): Promise<void> => {
  const narrator = new Narrator(process.stdout, process.env);
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const platform = await findPlatform({ root, environment: process.env, signal: stop.signal, narrator });
  try {
    await tell(platform, narrator, stop.signal);
  } finally {
    await platform.leave();
  }
};

if (process.argv.includes('--help')) process.stdout.write(HELP);
else
  try {
    await main();
  } catch (error) {
    if (!stop.signal.aborted) {
      process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
if (stop.signal.aborted) process.exitCode = INTERRUPTED;
